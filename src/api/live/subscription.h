// Subscription: one reader of one conversation, over any transport (WebSocket, SSE, long-poll). It
// subscribes to live events first, then sends the backlog, then the live events in order (C5a,
// C5d).
//
// Live events that arrive while the backlog is read are held and sent after it. After a gap in the
// live events it reads the log again (N2). So the follower gets every event once, in ascending
// order. One loop's thread. Owned by a shared_ptr: a late backlog holds a weak one.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/client_state.h"
#include "base/delivery.h"
#include "base/intrusive_set.h"
#include "base/result.h"
#include "chat/conversation.h"
#include "chat/principal.h"
#include "dispatch/resume.h"
#include "hub/hub.h"

namespace walkie {
class Dispatch;
}

namespace walkie::api {

class LiveLoop;
class Subscription;

class Follower {
 public:
  virtual ~Follower() = default;
  // Called once, when the reader may read the conversation. `backlog` has the heads.
  virtual void on_joined(Subscription& subscription, const Backlog& backlog) = 0;
  virtual void on_frame(Subscription& subscription, Channel log, Seq seq, const SharedBytes& bytes,
                        Delivery delivery) = 0;
  // The cursor cannot be used. Live events continue after the heads of `backlog`.
  virtual void on_reset(Subscription& subscription, const Backlog& backlog) = 0;
  // All events up to the heads were delivered.
  virtual void on_synced(Subscription& subscription) = 0;
  // Whether the follower can take that many bytes of backlog. Otherwise it is reset (on_reset).
  virtual bool has_room(std::size_t bytes) {
    (void)bytes;
    return true;
  }
  // The client of the request: reads for it stop when it disconnects. Null: they never stop.
  virtual std::shared_ptr<const ClientState> client() { return nullptr; }
  // The subscription has failed. `joined`: after on_joined. The follower may destroy it.
  virtual void on_refused(Subscription& subscription, const Error& error, bool joined) = 0;
};

class Subscription final : public IntrusiveSetMember,
                           public hub::Listener,
                           public std::enable_shared_from_this<Subscription> {
 public:
  // All references must outlive it. `cursor`: where to begin.
  Subscription(LiveLoop& live, Dispatch& dispatch, const Principal& principal, Cursor cursor,
               Follower& follower);
  ~Subscription() override;
  Subscription(const Subscription&) = delete;

  void start();
  void stop();  // no call of the follower after it

  ConversationId id() const { return cursor_.conversation_id; }
  bool joined() const { return joined_; }
  Seq head(Channel channel) const { return log(channel).last; }
  bool staff() const { return staff_; }

  // Compares with the heads in the database. True: events are missing, and it reads the log again.
  bool compare(Seq last_seq, Seq staff_last_seq);

  void deliver(hub::Channel channel, const SharedBytes& bytes, Delivery delivery) override;

 private:
  struct Log {
    Seq last = 0;  // delivered
    std::vector<std::pair<Seq, SharedBytes>> held;
    bool hole = false;  // events after `last` are missing, or too many to hold
  };
  Log& log(Channel channel) { return channel == Channel::everyone ? public_ : notes_; }
  const Log& log(Channel channel) const { return channel == Channel::everyone ? public_ : notes_; }
  void catch_up();
  void read_on();  // reads the log after `last`
  void on_backlog(Result<Backlog> answer);
  void fit(Backlog& backlog);
  void begin(const Backlog& backlog);
  void hand_over(Channel channel, Seq seq, const SharedBytes& bytes);
  void hand_over(Channel channel, const std::vector<Frame>& frames);
  void release_held(Channel channel);
  void hold(Log& log, Seq seq, const SharedBytes& bytes);

  LiveLoop& live_;
  Dispatch& dispatch_;
  const Principal& principal_;
  Follower& follower_;
  Cursor cursor_;
  Log public_;
  Log notes_;
  const bool staff_;
  bool listening_ = false;
  bool joined_ = false;
  bool pending_ = false;  // a backlog is being read
};

}  // namespace walkie::api

// Subscription: one reader that follows one conversation, over any transport (WebSocket, SSE,
// long-poll). It joins live first, then sends the backlog, then live events in order (C5a, C5d).
//
// Live events that come while the backlog is being read are held and sent after it. After a hole in
// the live stream it reads the log again (N2). So the follower gets every event once, ascending.
// One loop's thread. Owned by a shared_ptr: a late backlog sees that nobody waits for it.
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
  // The reader may read it; `backlog` has the heads. Once.
  virtual void on_joined(Subscription& subscription, const Backlog& backlog) = 0;
  virtual void on_frame(Subscription& subscription, Channel log, Seq seq, const SharedBytes& bytes,
                        Delivery delivery) = 0;
  // The cursor is void; live goes on from the backlog's heads.
  virtual void on_reset(Subscription& subscription, const Backlog& backlog) = 0;
  // Everything up to the heads has been handed over.
  virtual void on_synced(Subscription& subscription) = 0;
  // Whether there is room for that much backlog; otherwise the follower starts again (on_reset).
  virtual bool has_room(std::size_t bytes) {
    (void)bytes;
    return true;
  }
  // The client of the request: its work is dropped when it goes. Null: the work is always done.
  virtual std::shared_ptr<const ClientState> client() { return nullptr; }
  // It cannot go on; `joined` when it had begun. The follower may drop the subscription.
  virtual void on_refused(Subscription& subscription, const Error& error, bool joined) = 0;
};

class Subscription final : public IntrusiveSetMember,
                           public hub::Listener,
                           public std::enable_shared_from_this<Subscription> {
 public:
  // All references outlive it. `cursor` says where to begin.
  Subscription(LiveLoop& live, Dispatch& dispatch, const Principal& principal, Cursor cursor,
               Follower& follower);
  ~Subscription() override;
  Subscription(const Subscription&) = delete;

  void start();
  void stop();  // nothing comes any more

  ConversationId id() const { return cursor_.conversation_id; }
  bool joined() const { return joined_; }
  Seq head(Channel channel) const { return log(channel).last; }
  bool staff() const { return staff_; }

  // Compares with the heads in the database. True: this reader is behind, and reads the log again.
  bool compare(Seq last_seq, Seq staff_last_seq);

  void deliver(hub::Channel channel, const SharedBytes& bytes, Delivery delivery) override;

 private:
  struct Log {
    Seq last = 0;  // handed over
    std::vector<std::pair<Seq, SharedBytes>> held;
    bool hole = false;  // something after `last` is missing or was too much to hold
  };
  Log& log(Channel channel) { return channel == Channel::everyone ? public_ : notes_; }
  const Log& log(Channel channel) const { return channel == Channel::everyone ? public_ : notes_; }
  void catch_up();
  void read_on();  // from where the reader is
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

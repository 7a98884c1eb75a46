// WebSocketSession: one client over a WebSocket: its principal, its subscriptions, and the handling
// of its frames (C1–C4, C5a, H2, H8).
//
// It knows only net's abstract Connection and the Executor of its loop, so the simulation runs it
// without sockets. One loop's thread. LiveHandler holds it, and the connection owns the handler;
// callbacks of dispatch hold a weak pointer.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/authenticate.h"
#include "actions/post_message.h"
#include "api/api.h"
#include "api/connection_counts.h"
#include "api/live/live_loop.h"
#include "api/live/subscription.h"
#include "base/token_bucket.h"
#include "net/connection.h"
#include "wire/frames_in.h"

namespace walkie::api {

// The subscription that GET /ws?conversation_id=… asks for (C1).
struct FirstSubscription {
  Cursor cursor;
};

class WebSocketSession final : public Follower,
                               public LiveClient,
                               public hub::Listener,
                               public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(Api& api, LiveLoop& live, actions::Authenticated who,
                   std::shared_ptr<ConnectionCounts::Slot> slot,
                   std::optional<FirstSubscription> first);
  ~WebSocketSession() override;

  // From the connection.
  void open(std::shared_ptr<net::Connection> connection);
  void receive(std::string_view text);
  void closed(int code);

  // Follower
  void on_joined(Subscription& subscription, const Backlog& backlog) override;
  void on_frame(Subscription& subscription, Channel log, Seq seq, const SharedBytes& bytes,
                Delivery delivery) override;
  void on_reset(Subscription& subscription, const Backlog& backlog) override;
  void on_synced(Subscription& subscription) override;
  void on_refused(Subscription& subscription, const Error& error, bool joined) override;
  bool has_room(std::size_t bytes) override;

  // LiveClient
  void say_bye(std::int64_t reconnect_in_ms) override;
  void leave(const CloseCode& code) override;
  actions::Authenticated& credential() override { return who_; }
  std::weak_ptr<LiveClient> weak_client() override { return weak_from_this(); }

  // hub::Listener: revocations of the principal, hints of inboxes.
  void deliver(hub::Channel channel, const SharedBytes& bytes, Delivery delivery) override;

 private:
  struct Following {
    std::shared_ptr<Subscription> subscription;
    bool typing = false;  // "typing" was sent and "stopped" was not
    // At most one MarkRead is in flight. Positions that come meanwhile are merged into one more.
    Seq read_wanted = 0;
    Seq received_wanted = 0;
    bool marking = false;
    bool present = false;
    bool starting = false;  // its backlog is being read for the first time
  };
  // Backlogs that one connection reads at the same time.
  static constexpr std::size_t kStarting = 4;
  using Followings = std::map<ConversationId, Following>;

  void handle(const wire::SubscribeFrame& frame);
  void handle(const wire::SubscribeInboxFrame& frame);
  void handle(const wire::UnsubscribeFrame& frame);
  void handle(const wire::MessageFrame& frame);
  void handle(const wire::TypingFrame& frame);
  void handle(const wire::ReadFrame& frame);
  void handle(const wire::ReceivedFrame& frame);
  void handle(const wire::PingFrame& frame);
  void handle(const wire::UnknownFrame& frame);

  void subscribe(Cursor cursor);
  void take_out(Followings::iterator at);
  void start_waiting();
  void started(ConversationId id);  // its backlog was read, or could not be read
  void drop(ConversationId id);
  void drop_everything();
  void posted(const Result<actions::PostedMessage>& answer, const std::string& client_id,
              ConversationId id);
  void mark(ConversationId id, Seq read_seq, Seq received_seq);
  void mark_now(ConversationId id, Following& following);
  void mark_last(ConversationId id, const Following& following);
  void send(const std::string& frame, Delivery delivery = Delivery::durable);
  void refuse(const Error& error, std::string_view client_id, ConversationId id,
              std::string_view members = {});
  void touch_credential();
  void send_ready();
  Following* following(ConversationId id);

  Api& api_;
  LiveLoop& live_;
  actions::Authenticated who_;
  std::shared_ptr<ConnectionCounts::Slot> slot_;
  std::optional<FirstSubscription> first_;
  std::shared_ptr<net::Connection> connection_;
  Followings followings_;
  std::vector<ConversationId> waiting_;  // subscriptions to start, each once
  std::size_t starting_ = 0;
  bool paused_ = false;           // a timer calls start_waiting
  std::vector<InboxId> inboxes_;  // whose hints it receives
  TokenBucket frames_;
  Instant touched_at_;
  int bad_frames_ = 0;
};

}  // namespace walkie::api

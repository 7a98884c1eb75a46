// EventStream: server-sent events of one log of one conversation (H5b). `id:` is EPOCH:SEQ, which a
// browser sends back when it reconnects. `data:` is the same frame that a WebSocket gets, so a
// client may change its transport and keep its cursor. Lives until the client disconnects or
// leave(). One loop's thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/call.h"
#include "api/connection_counts.h"
#include "api/live/live_loop.h"
#include "api/live/subscription.h"
#include "net/responder.h"

namespace walkie::api {

class EventStream final : public Follower,
                          public LiveClient,
                          public hub::Listener,
                          public std::enable_shared_from_this<EventStream> {
 public:
  EventStream(CallPtr call, LiveLoop& live, std::shared_ptr<ConnectionCounts::Slot> slot,
              Channel channel);

  // Checks whether the client may read, then begins. Otherwise answers the call with an error.
  static void start(const std::shared_ptr<EventStream>& stream, Cursor cursor);

  void on_joined(Subscription& subscription, const Backlog& backlog) override;
  void on_frame(Subscription& subscription, Channel log, Seq seq, const SharedBytes& bytes,
                Delivery delivery) override;
  void on_reset(Subscription& subscription, const Backlog& backlog) override;
  void on_synced(Subscription& subscription) override;
  void on_refused(Subscription& subscription, const Error& error, bool joined) override;
  bool has_room(std::size_t bytes) override;
  std::shared_ptr<const ClientState> client() override { return call_->responder().client(); }

  void say_bye(std::int64_t reconnect_in_ms) override;
  void leave(const CloseCode& code) override;
  actions::Authenticated& credential() override { return call_->who; }
  std::weak_ptr<LiveClient> weak_client() override { return weak_from_this(); }
  void deliver(hub::Channel channel, const SharedBytes& bytes, Delivery delivery) override;

 private:
  // seq: the cursor of a client that has this frame.
  void write(std::string_view frame, Delivery delivery, std::optional<Seq> seq = {});
  void say_retry(std::int64_t after_ms);
  void beat();
  void end();

  CallPtr call_;
  LiveLoop& live_;
  std::shared_ptr<ConnectionCounts::Slot> slot_;
  const Channel channel_;
  std::shared_ptr<Subscription> subscription_;
  std::shared_ptr<net::Stream> stream_;
  std::shared_ptr<EventStream> self_;  // until end()
  std::string epoch_;
  TimerId beat_ = 0;
  bool present_ = false;
};

}  // namespace walkie::api

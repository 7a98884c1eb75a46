// LongPoll: GET /conversations/{id}/events: answers with the log after a cursor, at once or, with
// `wait`, as soon as there is an event (H5d). Uses a Subscription, as the other transports do.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/connection_counts.h"
#include "api/live/live_loop.h"
#include "api/live/subscription.h"

namespace walkie::api {

class LongPoll final : public Follower,
                       public LiveClient,
                       public hub::Listener,
                       public std::enable_shared_from_this<LongPoll> {
 public:
  struct Ask {
    Cursor cursor;
    Channel channel = Channel::everyone;
    std::int64_t limit = 0;
    Duration wait{0};
    // A long-poll that waits counts as a connection.
    std::shared_ptr<ConnectionCounts::Slot> slot;
  };
  LongPoll(CallPtr call, LiveLoop& live, Ask ask);

  static void start(const std::shared_ptr<LongPoll>& poll);

  void on_joined(Subscription& subscription, const Backlog& backlog) override;
  void on_frame(Subscription& subscription, Channel log, Seq seq, const SharedBytes& bytes,
                Delivery delivery) override;
  void on_reset(Subscription& subscription, const Backlog& backlog) override;
  std::shared_ptr<const ClientState> client() override { return call_->responder().client(); }
  void on_synced(Subscription& subscription) override;
  void on_refused(Subscription& subscription, const Error& error, bool joined) override;

  void say_bye(std::int64_t) override {}
  void leave(const CloseCode& code) override;
  actions::Authenticated& credential() override { return call_->who; }
  std::weak_ptr<LiveClient> weak_client() override { return weak_from_this(); }
  void deliver(hub::Channel channel, const SharedBytes& bytes, Delivery delivery) override;

 private:
  void keep(const SharedBytes& frame);
  void wait_on(Duration left);
  void answer();
  void end();

  CallPtr call_;
  LiveLoop& live_;
  Ask ask_;
  std::shared_ptr<Subscription> subscription_;
  std::shared_ptr<LongPoll> self_;  // until end()
  std::vector<SharedBytes> frames_;
  std::int64_t bytes_ = 0;  // of frames_
  bool full_ = false;       // the next events go into the next answer
  std::string epoch_;
  bool synced_ = false;
  bool answering_ = false;
  TimerId timer_ = 0;
};

}  // namespace walkie::api

// LiveLoop: the live side of one event loop: its hub, its subscriptions at the broker, and the
// clients that are connected. The loop is subscribed to a channel at the broker only while the hub
// has a listener for it.
//
// Owner: Api, one for each loop. The loop's thread only.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "actions/authenticate.h"
#include "base/clock.h"
#include "base/close_codes.h"
#include "base/executor.h"
#include "base/intrusive_set.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "broker/broker.h"
#include "hub/hub.h"

namespace walkie {
class Dispatch;
}

namespace walkie::api {

class Subscription;

// A connected client: a WebSocket session, a stream or a long-poll.
class LiveClient : public IntrusiveSetMember {
 public:
  virtual ~LiveClient() = default;
  // Its credential. The loop ends the client when the credential expires (C8).
  virtual actions::Authenticated& credential() = 0;
  virtual std::weak_ptr<LiveClient> weak_client() = 0;
  // H8: sends bye. leave() follows at once or later.
  virtual void say_bye(std::int64_t reconnect_in_ms) = 0;
  virtual void leave(const CloseCode& code) = 0;

 private:
  friend class LiveLoop;
  bool asking_ = false;  // dispatch is asked whether its session was used elsewhere
};

class LiveLoop {
 public:
  LiveLoop(Executor& loop, Broker& broker, Dispatch& dispatch, const Clock& clock, Log& log,
           Metrics& metrics);
  ~LiveLoop();
  LiveLoop(const LiveLoop&) = delete;

  Executor& executor() { return loop_; }
  void open();   // joins the broker and starts the timers (expired credentials, lost events)
  void close();  // leaves the broker; nothing is delivered after it

  void join(ChannelKey channel, hub::Listener& listener);
  void leave(ChannelKey channel, hub::Listener& listener);

  // Sequence number of the frame that is being delivered; 0 if it is ephemeral.
  Seq delivered_seq() const { return delivered_seq_; }

  void enter(LiveClient& client);
  void exit(LiveClient& client);
  std::size_t clients() const { return clients_.size(); }

  // N2: every ten seconds the cursors of all subscriptions are compared with the database.
  void follow(Subscription& subscription);
  void unfollow(Subscription& subscription);

  struct Drain {
    std::int64_t spread_min_ms = 0;  // reconnect_in_ms lies between the two
    std::int64_t spread_max_ms = 0;
    std::int64_t closes_per_s = 0;  // of this loop; 0: no limit
    Random* random = nullptr;
    std::function<void()> drained;  // called when no client is left
  };
  void drain(Drain drain);

 private:
  void on_batch(std::span<const Broadcast> batch);
  void look_for_expired();
  void ask_again(LiveClient& client);
  void look_for_lost();
  void drain_some();

  Executor& loop_;
  Broker& broker_;
  Dispatch& dispatch_;
  const Clock& clock_;
  Log& log_;
  Counter& delivered_;
  Counter& broadcasts_;
  Counter& repaired_;
  Gauge& clients_gauge_;
  Gauge& channels_gauge_;
  hub::Hub hub_;
  std::unique_ptr<BrokerSubscriber> subscriber_;
  IntrusiveSet<LiveClient> clients_;
  IntrusiveSet<Subscription> subscriptions_;
  Seq delivered_seq_ = 0;
  WallTime first_expiry_{INT64_MAX};  // no credential of a client expires before
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // timers check it
  std::function<void()> drained_;
  Drain drain_;
};

}  // namespace walkie::api

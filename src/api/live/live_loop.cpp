#include "api/live/live_loop.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "actions/read_heads.h"
#include "api/live/subscription.h"
#include "base/random.h"
#include "chat/permissions.h"
#include "dispatch/channels.h"
#include "dispatch/dispatch.h"
#include "wire/errors.h"

namespace walkie::api {
namespace {

constexpr Duration expiry_interval(1000);
constexpr Duration repair_interval(10'000);
constexpr Duration drain_step(100);

}  // namespace

LiveLoop::LiveLoop(Executor& loop, Broker& broker, Dispatch& dispatch, const Clock& clock, Log& log,
                   Metrics& metrics)
    : loop_(loop),
      broker_(broker),
      dispatch_(dispatch),
      clock_(clock),
      log_(log),
      delivered_(metrics.counter("walkie_deliveries_total", "Frames handed to connections")),
      broadcasts_(metrics.counter("walkie_broadcasts_total", "Frames received from the broker")),
      repaired_(metrics.counter("walkie_repairs_total",
                                "Connections that read missed events from the log again (N2)")),
      clients_gauge_(metrics.gauge("walkie_live_connections", "WebSockets, streams, long-polls")),
      channels_gauge_(metrics.gauge("walkie_subscriptions", "Subscriptions of all connections")) {}

LiveLoop::~LiveLoop() { *alive_ = false; }

void LiveLoop::open() {
  subscriber_ = broker_.join(loop_, [this](std::span<const Broadcast> batch) { on_batch(batch); });
  look_for_expired();
  loop_.post_after(repair_interval, [this, alive = alive_] {
    if (*alive) look_for_lost();
  });
}

void LiveLoop::close() {
  *alive_ = false;
  subscriber_.reset();
}

void LiveLoop::join(ChannelKey channel, hub::Listener& listener) {
  channels_gauge_.add(1);
  if (hub_.join(channel, listener) && subscriber_) subscriber_->subscribe(channel);
}

void LiveLoop::leave(ChannelKey channel, hub::Listener& listener) {
  channels_gauge_.add(-1);
  if (hub_.leave(channel, listener) && subscriber_) subscriber_->unsubscribe(channel);
}

void LiveLoop::on_batch(std::span<const Broadcast> batch) {
  for (const Broadcast& broadcast : batch) {
    delivered_seq_ = broadcast.seq;
    const std::size_t count =
        hub_.publish(broadcast.channel, broadcast.payload, broadcast.delivery);
    delivered_seq_ = 0;
    broadcasts_.add();
    delivered_.add(count);
    if (broadcast.seq == 0 || count == 0) continue;
    log_.debug("pushed", {{"conversation_id", channel_id(broadcast.channel)},
                          {"staff", channel_kind(broadcast.channel) == ChannelKind::staff},
                          {"seq", broadcast.seq},
                          {"connections", count}});
  }
}

void LiveLoop::follow(Subscription& subscription) { subscriptions_.insert(subscription); }

void LiveLoop::unfollow(Subscription& subscription) { subscriptions_.erase(subscription); }

void LiveLoop::enter(LiveClient& client) {
  if (!clients_.insert(client)) return;
  clients_gauge_.add(1);
  first_expiry_ = std::min(first_expiry_, client.credential().ends_at());
}

void LiveLoop::exit(LiveClient& client) {
  if (!clients_.erase(client)) return;
  clients_gauge_.add(-1);
  if (!clients_.empty() || !drained_) return;
  // The last client. `drained` is called in a later turn, after the client is gone.
  loop_.post(std::exchange(drained_, nullptr));
}

// Ends clients whose credential has expired. Sign-out and removal of an agent come as revocations
// (scenario 15: within 1 s).
void LiveLoop::look_for_expired() {
  const WallTime now = clock_.wall();
  if (now >= first_expiry_) {
    first_expiry_ = WallTime{INT64_MAX};
    clients_.each([this, now](LiveClient& client) {
      const actions::Authenticated& credential = client.credential();
      if (credential.expires_at <= now) {
        return client.leave(close::credential_expired);
      }
      if (credential.idle_expires_at <= now) ask_again(client);
      first_expiry_ = std::min(first_expiry_, credential.ends_at());
    });
  }
  loop_.post_after(expiry_interval, [this, alive = alive_] {
    if (*alive) look_for_expired();
  });
}

// The session looks idle to this connection, but a request or another connection may have used it.
// If the store does not answer, asks again a second later.
void LiveLoop::ask_again(LiveClient& client) {
  if (std::exchange(client.asking_, true)) return;
  dispatch_.authenticate_again(loop_, client.credential(),
                               [this, alive = alive_, weak = client.weak_client()](
                                   const Result<actions::Authenticated>& now) {
                                 const std::shared_ptr<LiveClient> asked = weak.lock();
                                 if (!asked) return;
                                 asked->asking_ = false;
                                 if (!now) {
                                   if (now.error().code != Code::unauthorized) return;
                                   return asked->leave(close::credential_expired);
                                 }
                                 asked->credential().idle_expires_at = now->idle_expires_at;
                                 if (*alive)
                                   first_expiry_ = std::min(first_expiry_, now->ends_at());
                               });
}

// The broker may lose an event (broker.h). A gap shows only with a later event, so this looks for
// it.
void LiveLoop::look_for_lost() {
  loop_.post_after(repair_interval, [this, alive = alive_] {
    if (*alive) look_for_lost();
  });
  std::unordered_set<ConversationId> ids;
  subscriptions_.each([&ids](const Subscription& subscription) { ids.insert(subscription.id()); });
  if (ids.empty()) return;
  dispatch_.run(loop_, console_principal(), actions::ReadHeads{{ids.begin(), ids.end()}},
                [this, alive = alive_](const Result<actions::ReadHeads::Answer>& answer) {
                  if (!*alive || !answer) return;
                  std::unordered_map<ConversationId, actions::ConversationHeads> heads;
                  for (const auto& head : *answer)
                    heads[head.id] = head;
                  subscriptions_.each([this, &heads](Subscription& subscription) {
                    const auto head = heads.find(subscription.id());
                    if (head == heads.end()) return;
                    const actions::ConversationHeads& at = head->second;
                    if (subscription.compare(at.last_seq, at.staff_last_seq)) repaired_.add();
                  });
                });
}

void LiveLoop::drain(Drain drain) {
  drain_ = std::move(drain);
  drained_ = std::move(drain_.drained);
  if (clients_.empty()) {
    loop_.post(std::exchange(drained_, nullptr));
    return;
  }
  drain_some();
}

void LiveLoop::drain_some() {
  const std::int64_t rate = drain_.closes_per_s;
  const auto share = static_cast<std::size_t>(
      rate <= 0 ? INT32_MAX : std::max<std::int64_t>(1, rate * drain_step.count() / 1000));
  const auto width = static_cast<std::uint64_t>(
      std::max<std::int64_t>(0, drain_.spread_max_ms - drain_.spread_min_ms));
  for (std::size_t left = share; left > 0 && !clients_.empty(); --left) {
    LiveClient& client = clients_.last();
    client.say_bye(drain_.spread_min_ms +
                   static_cast<std::int64_t>(drain_.random->below(width + 1)));
    client.leave(close::draining);
  }
  if (!drained_) return;
  loop_.post_after(drain_step, [this, alive = alive_] {
    if (*alive) drain_some();
  });
}

}  // namespace walkie::api

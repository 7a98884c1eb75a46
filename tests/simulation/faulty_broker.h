// The local broker with what N1 allows: lost and doubled messages. With a bug planted, a
// subscription begins late.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "broker/broker.h"
#include "dispatch/channels.h"
#include "tests/simulation/options.h"
#include "tests/simulation/world.h"

namespace walkie::sim {

class FaultyBroker final : public Broker {
 public:
  FaultyBroker(Broker& real, World& world, const Options& options, const Faults& faults)
      : real_(real), world_(world), options_(options), faults_(faults) {}

  std::unique_ptr<BrokerSubscriber> join(Executor& loop, Sink sink) override {
    auto subscriber = real_.join(loop, std::move(sink));
    if (options_.planted != Planted::late_join) return subscriber;
    return std::make_unique<LateSubscriber>(loop, std::move(subscriber));
  }

  void publish(std::span<const Broadcast> batch) override {
    std::vector<Broadcast> kept;
    for (const Broadcast& broadcast : batch) {
      // Closures are promises of another kind; only what the database knows better may be lost.
      const ChannelKind kind = channel_kind(broadcast.channel);
      if (options_.planted == Planted::lost_closures && kind == ChannelKind::principal) continue;
      if (options_.planted == Planted::lost_hints && kind == ChannelKind::inbox) continue;
      const bool hint = broadcast.seq != 0 || broadcast.delivery == Delivery::ephemeral;
      if (hint && world_.chance(faults_.lost_broadcasts)) continue;
      kept.push_back(broadcast);
      if (options_.planted == Planted::other_history && world_.chance(200)) mistell(kept.back());
      if (options_.planted == Planted::early_hints && kind == ChannelKind::inbox) {
        replace(kept.back(), "\"last_seq\":", "\"last_seq\":9");
      }
    }
    if (!kept.empty()) real_.publish(kept);
    if (!kept.empty() && world_.chance(faults_.doubled_broadcasts)) real_.publish(kept);
  }

  bool has_subscribers(ChannelKey channel) const override { return real_.has_subscribers(channel); }

 private:
  class LateSubscriber final : public BrokerSubscriber {
   public:
    LateSubscriber(Executor& loop, std::unique_ptr<BrokerSubscriber> subscriber)
        : loop_(loop), subscriber_(std::move(subscriber)) {}
    void subscribe(ChannelKey channel) override {
      loop_.post_after(Duration(1000), [weak = std::weak_ptr(subscriber_), channel] {
        if (const auto subscriber = weak.lock()) subscriber->subscribe(channel);
      });
    }
    void unsubscribe(ChannelKey channel) override {
      loop_.post_after(Duration(1000), [weak = std::weak_ptr(subscriber_), channel] {
        if (const auto subscriber = weak.lock()) subscriber->unsubscribe(channel);
      });
    }

   private:
    Executor& loop_;
    std::shared_ptr<BrokerSubscriber> subscriber_;
  };

  static void mistell(Broadcast& broadcast) {
    replace(broadcast, "\"new_message\"", "\"message_edited\"");
  }
  static void replace(Broadcast& broadcast, std::string_view what, std::string_view with) {
    std::string text(broadcast.payload.view());
    const std::size_t at = text.find(what);
    if (at == std::string::npos) return;
    text.replace(at, what.size(), with);
    broadcast.payload = SharedBytes(text);
  }

  Broker& real_;
  World& world_;
  const Options& options_;
  const Faults& faults_;
};

}  // namespace walkie::sim

// The broker's port: hands bytes from a publisher to every loop that has subscribed.
//
// Opaque: it knows 64-bit channel keys and shared bytes, never what a conversation is.
//
// Duties of an implementation
// - Order: what one thread publishes to one channel arrives in that order, or not at all.
// - Loss and duplicates are allowed. A durable message carries its seq, so a subscriber sees a
//   gap or a repeat and repairs it from the log (protocol N1, N2). The database is the truth.
// - publish() never blocks and never calls a sink itself.
// - A loop that has subscribed to no channel of a batch is not woken.
// - A publish() that begins after subscribe() has returned is delivered, or counted as lost. So a
//   reader subscribes first and reads the backlog then (C5a).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/delivery.h"
#include "base/executor.h"
#include "base/ids.h"
#include "base/shared_bytes.h"

namespace walkie {

using ChannelKey = std::uint64_t;

struct Broadcast {
  ChannelKey channel = 0;
  Seq seq = 0;  // in the channel's log; 0: ephemeral
  Delivery delivery = Delivery::durable;
  SharedBytes payload;
};

// The subscriptions of one loop. Made, used and destroyed on that loop's thread. Nothing reaches
// the sink after it is destroyed.
class BrokerSubscriber {
 public:
  virtual ~BrokerSubscriber() = default;
  // Calls are counted: a channel that was subscribed twice is unsubscribed by two calls.
  virtual void subscribe(ChannelKey channel) = 0;
  virtual void unsubscribe(ChannelKey channel) = 0;
};

class Broker {
 public:
  // Called on the loop, with everything that came since the last call, in order. May contain
  // channels that the loop is not subscribed to (any more): the hub drops those.
  using Sink = std::function<void(std::span<const Broadcast> batch)>;

  virtual ~Broker() = default;
  virtual std::unique_ptr<BrokerSubscriber> join(Executor& loop,
                                                 Sink sink) = 0;  // on the loop's thread
  virtual void publish(std::span<const Broadcast> batch) = 0;     // any thread
  // False: certainly no loop is subscribed to the channel. Any thread.
  virtual bool has_subscribers(ChannelKey channel) const = 0;
};

}  // namespace walkie

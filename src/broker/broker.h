// The broker's port: hands bytes from a publisher to every loop that listens.
//
// Opaque: it knows 64-bit channel keys and shared bytes, never what a conversation is.
//
// Duties of an implementation
// - Order: what one thread publishes to one channel arrives in that order, or not at all.
// - Loss and doubling are allowed. A durable message carries its seq, so a listener sees a
//   hole or a repeat and repairs it from the log (protocol N1, N2). The database is the truth.
// - publish() never blocks and never calls a sink itself.
// - A loop without a listener in any of the channels of a batch is not woken.
// - listen() that has returned before a publish() begins: that publish is delivered (or counted
//   as lost). So: join live first, then read the backlog (C5a).
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
  Seq seq = 0;  // place in the channel's log; 0 for what is ephemeral
  Delivery delivery = Delivery::durable;
  SharedBytes payload;
};

// One loop's ear. Made, used and destroyed on that loop's thread. Nothing reaches the sink after
// it is destroyed.
class BrokerEar {
 public:
  virtual ~BrokerEar() = default;
  virtual void listen(ChannelKey channel) = 0;  // counted: listen twice, ignore twice
  virtual void ignore(ChannelKey channel) = 0;
};

class Broker {
 public:
  // Called on the loop, with everything that came since the last call, in order. May contain
  // channels that the loop does not listen to (any more): the hub drops those.
  using Sink = std::function<void(std::span<const Broadcast> batch)>;

  virtual ~Broker() = default;
  virtual std::unique_ptr<BrokerEar> join(Executor& loop, Sink sink) = 0;  // on the loop's thread
  virtual void publish(std::span<const Broadcast> batch) = 0;              // any thread
  // False only when certainly nobody listens to this channel. Any thread.
  virtual bool heard(ChannelKey channel) const = 0;
};

}  // namespace walkie

// LocalBroker: the broker between the event loops of one process.
//
// Messages pass without a lock. A publisher looks at each loop's interest filter and pushes one
// batch with the items that the loop may want. It posts one drain to the loop unless one waits.
//
// Owner: node/. Lives longer than its subscribers and its publishers; an executor that has joined
// lives until the last publish is over.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "broker/broker.h"

namespace walkie {

class LocalBroker final : public Broker {
 public:
  static constexpr std::size_t kMaxLoops = 64;

  // loop_queue_bytes: payload that may wait for one loop; 0: no limit. What comes above it is lost
  // for that loop (N2: its listeners see the hole and read the log).
  explicit LocalBroker(std::int64_t loop_queue_bytes);
  ~LocalBroker() override;

  std::unique_ptr<BrokerSubscriber> join(Executor& loop, Sink sink) override;
  void publish(std::span<const Broadcast> batch) override;
  bool has_subscribers(ChannelKey channel) const override;

  // Lost since the start because a loop's queue was full. Any thread.
  std::uint64_t lost() const { return lost_.load(std::memory_order_relaxed); }
  // Bytes of payload now waiting for loops. Any thread.
  std::int64_t queued_bytes() const;

 private:
  class LoopQueue;
  class Subscriber;

  const std::int64_t loop_queue_bytes_;
  std::atomic<std::uint64_t> lost_{0};
  std::array<std::atomic<LoopQueue*>, kMaxLoops> slots_{};
  std::mutex mutex_;  // joining only
  // Kept to the end: a publisher may still look at the queue of a loop that has just left.
  std::vector<std::shared_ptr<LoopQueue>> queues_;
};

}  // namespace walkie

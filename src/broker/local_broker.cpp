#include "broker/local_broker.h"

#include <unordered_map>
#include <utility>

#include "base/assert.h"
#include "base/inbound_stack.h"
#include "broker/interest.h"

namespace walkie {

// What waits for one loop: a stack that any thread pushes to and the loop takes whole.
class LocalBroker::LoopQueue : public std::enable_shared_from_this<LoopQueue> {
 public:
  LoopQueue(Executor& loop, Sink sink) : loop_(loop), sink_(std::move(sink)) {}

  struct QueuedBatch {
    std::vector<Broadcast> items;
    std::int64_t bytes = 0;
    QueuedBatch* next = nullptr;
  };

  bool has_room(std::int64_t bound) const {
    return bound == 0 || queued_bytes_.load(std::memory_order_relaxed) < bound;
  }

  void push(std::unique_ptr<QueuedBatch> queued) {
    queued_bytes_.fetch_add(queued->bytes, std::memory_order_relaxed);
    // Another batch waits already: its drain has not run yet and takes this one too.
    if (!batches_.push(std::move(queued))) return;
    loop_.post([self = shared_from_this()] { self->drain(); });
  }

  void close() { sink_ = nullptr; }  // on the loop

  Interest interest;
  std::int64_t queued_bytes() const { return queued_bytes_.load(std::memory_order_relaxed); }

 private:
  void drain() {
    batches_.take_all([this](std::unique_ptr<QueuedBatch> queued) {
      queued_bytes_.fetch_sub(queued->bytes, std::memory_order_relaxed);
      if (sink_) sink_(queued->items);
    });
  }

  Executor& loop_;
  Sink sink_;  // the loop's alone
  InboundStack<QueuedBatch> batches_;
  std::atomic<std::int64_t> queued_bytes_{0};
};

class LocalBroker::Subscriber final : public BrokerSubscriber {
 public:
  Subscriber(std::shared_ptr<LoopQueue> queue, std::atomic<LoopQueue*>& slot)
      : queue_(std::move(queue)), slot_(slot) {}

  ~Subscriber() override {
    slot_.store(nullptr, std::memory_order_release);
    queue_->close();
  }

  void subscribe(ChannelKey channel) override {
    if (++listening_[channel] == 1) queue_->interest.add(channel);
  }

  void unsubscribe(ChannelKey channel) override {
    auto it = listening_.find(channel);
    if (it == listening_.end() || --it->second > 0) return;
    listening_.erase(it);
    queue_->interest.remove(channel);
  }

 private:
  std::shared_ptr<LoopQueue> queue_;
  std::atomic<LoopQueue*>& slot_;
  std::unordered_map<ChannelKey, std::uint32_t> listening_;
};

LocalBroker::LocalBroker(std::int64_t loop_queue_bytes) : loop_queue_bytes_(loop_queue_bytes) {}
LocalBroker::~LocalBroker() = default;

std::unique_ptr<BrokerSubscriber> LocalBroker::join(Executor& loop, Sink sink) {
  auto queue = std::make_shared<LoopQueue>(loop, std::move(sink));
  std::scoped_lock lock(mutex_);
  queues_.push_back(queue);
  for (std::atomic<LoopQueue*>& slot : slots_) {
    if (slot.load(std::memory_order_relaxed) != nullptr) continue;
    slot.store(queue.get(), std::memory_order_release);
    return std::make_unique<Subscriber>(std::move(queue), slot);
  }
  WALKIE_ASSERT(!"more loops than kMaxLoops");
}

void LocalBroker::publish(std::span<const Broadcast> batch) {
  for (std::atomic<LoopQueue*>& slot : slots_) {
    LoopQueue* queue = slot.load(std::memory_order_acquire);
    if (queue == nullptr) continue;
    std::unique_ptr<LoopQueue::QueuedBatch> queued;
    for (const Broadcast& broadcast : batch) {
      if (!queue->interest.may_want(broadcast.channel)) continue;
      // A durable frame that is in no log (a credential has ended, C8) cannot be found out later,
      // so it is queued even when the queue is full.
      const bool repairable = broadcast.seq != 0 || broadcast.delivery == Delivery::ephemeral;
      if (repairable && !queue->has_room(loop_queue_bytes_)) {
        lost_.fetch_add(1, std::memory_order_relaxed);
        continue;
      }
      if (queued == nullptr) queued = std::make_unique<LoopQueue::QueuedBatch>();
      queued->bytes += static_cast<std::int64_t>(broadcast.payload.size());
      queued->items.push_back(broadcast);
    }
    if (queued != nullptr) queue->push(std::move(queued));
  }
}

bool LocalBroker::has_subscribers(ChannelKey channel) const {
  for (const std::atomic<LoopQueue*>& slot : slots_) {
    const LoopQueue* queue = slot.load(std::memory_order_acquire);
    if (queue != nullptr && queue->interest.may_want(channel)) return true;
  }
  return false;
}

std::int64_t LocalBroker::queued_bytes() const {
  std::int64_t bytes = 0;
  for (const std::atomic<LoopQueue*>& slot : slots_) {
    const LoopQueue* queue = slot.load(std::memory_order_acquire);
    if (queue != nullptr) bytes += queue->queued_bytes();
  }
  return bytes;
}

}  // namespace walkie

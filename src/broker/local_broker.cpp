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

  struct Parcel {
    std::vector<Broadcast> items;
    std::int64_t bytes = 0;
    Parcel* next = nullptr;
  };

  bool has_room(std::int64_t bound) const {
    return bound == 0 || queued_bytes_.load(std::memory_order_relaxed) < bound;
  }

  void push(std::unique_ptr<Parcel> parcel) {
    queued_bytes_.fetch_add(parcel->bytes, std::memory_order_relaxed);
    // Somebody else's parcel lay there: its drain has not run yet and takes this one too.
    if (!parcels_.push(std::move(parcel))) return;
    loop_.post([self = shared_from_this()] { self->drain(); });
  }

  void close() { sink_ = nullptr; }  // on the loop

  Interest interest;
  std::int64_t queued_bytes() const { return queued_bytes_.load(std::memory_order_relaxed); }

 private:
  void drain() {
    parcels_.take_all([this](std::unique_ptr<Parcel> parcel) {
      queued_bytes_.fetch_sub(parcel->bytes, std::memory_order_relaxed);
      if (sink_) sink_(parcel->items);
    });
  }

  Executor& loop_;
  Sink sink_;  // the loop's alone
  InboundStack<Parcel> parcels_;
  std::atomic<std::int64_t> queued_bytes_{0};
};

class LocalBroker::Ear final : public BrokerEar {
 public:
  Ear(std::shared_ptr<LoopQueue> queue, std::atomic<LoopQueue*>& slot)
      : queue_(std::move(queue)), slot_(slot) {}

  ~Ear() override {
    slot_.store(nullptr, std::memory_order_release);
    queue_->close();
  }

  void listen(ChannelKey channel) override {
    if (++listening_[channel] == 1) queue_->interest.add(channel);
  }

  void ignore(ChannelKey channel) override {
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

std::unique_ptr<BrokerEar> LocalBroker::join(Executor& loop, Sink sink) {
  auto queue = std::make_shared<LoopQueue>(loop, std::move(sink));
  std::scoped_lock lock(mutex_);
  queues_.push_back(queue);
  for (std::atomic<LoopQueue*>& slot : slots_) {
    if (slot.load(std::memory_order_relaxed) != nullptr) continue;
    slot.store(queue.get(), std::memory_order_release);
    return std::make_unique<Ear>(std::move(queue), slot);
  }
  WALKIE_ASSERT(!"more loops than kMaxLoops");
}

void LocalBroker::publish(std::span<const Broadcast> batch) {
  for (std::atomic<LoopQueue*>& slot : slots_) {
    LoopQueue* queue = slot.load(std::memory_order_acquire);
    if (queue == nullptr) continue;
    std::unique_ptr<LoopQueue::Parcel> parcel;
    for (const Broadcast& broadcast : batch) {
      if (!queue->interest.may_want(broadcast.channel)) continue;
      // What is durable and in no log (a credential has ended, C8) nobody could find out later.
      const bool repairable = broadcast.seq != 0 || broadcast.delivery == Delivery::ephemeral;
      if (repairable && !queue->has_room(loop_queue_bytes_)) {
        lost_.fetch_add(1, std::memory_order_relaxed);
        continue;
      }
      if (parcel == nullptr) parcel = std::make_unique<LoopQueue::Parcel>();
      parcel->bytes += static_cast<std::int64_t>(broadcast.payload.size());
      parcel->items.push_back(broadcast);
    }
    if (parcel != nullptr) queue->push(std::move(parcel));
  }
}

bool LocalBroker::heard(ChannelKey channel) const {
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

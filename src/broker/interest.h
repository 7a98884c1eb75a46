// Interest: which channels one loop may be subscribed to. A counting Bloom filter with one hash:
// "no" is certain, "yes" is almost certain. A wrong "yes" costs the hub one failed look-up; a lock
// would cost every message.
//
// add and remove: the loop's thread. may_want: any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace walkie {

class Interest {
 public:
  // Sequentially consistent, like may_want: joining live comes before reading the backlog, and
  // neither may overtake the other (C5d).
  void add(std::uint64_t channel) { counts_[index(channel)].fetch_add(1); }
  void remove(std::uint64_t channel) {
    counts_[index(channel)].fetch_sub(1, std::memory_order_relaxed);
  }
  bool may_want(std::uint64_t channel) const { return counts_[index(channel)].load() != 0; }

 private:
  static constexpr int kCountsBits = 15;

  // The high bits of the product: they depend on every bit of the key, its kind included.
  static std::size_t index(std::uint64_t channel) {
    return (channel * 0x9e3779b97f4a7c15U) >> (64 - kCountsBits);
  }

  std::array<std::atomic<std::uint32_t>, std::size_t{1} << kCountsBits> counts_{};
};

}  // namespace walkie

// BoundedTable: a hash table for keys that clients choose. It has at most `most` values.
//
// The caller gives the loss of each value: 0 for an expired value, more for a value that matters
// more. A sweep removes values with loss 0. It runs when the table has doubled since the last
// sweep, and in sweep(). If the table is still full, the value with the least loss is removed for a
// new one; evicted() counts these.
// One owner, no locks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace walkie {

template <class Key, class Value, class Hash = std::hash<Key>>
class BoundedTable {
 public:
  // At least one.
  explicit BoundedTable(std::size_t most) : most_(std::max<std::size_t>(most, 1)) {}

  Value* find(const Key& key) {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
  }

  // The value of the key; inserts `fresh` when there is none. `loss(value)`: see above.
  template <class Loss>
  Value& get(const Key& key, Value fresh, Loss loss) {
    if (Value* found = find(key)) return *found;
    if (values_.size() >= std::min(sweep_at_, most_)) sweep(loss);
    if (values_.size() >= most_) evict(loss);
    return values_.emplace(key, std::move(fresh)).first->second;
  }

  void erase(const Key& key) { values_.erase(key); }

  template <class Loss>
  void sweep(Loss loss) {
    std::erase_if(values_, [&](const auto& entry) { return loss(entry.second) <= 0; });
    sweep_at_ = std::max<std::size_t>(kFirstSweep, values_.size() * 2);
    // Frees the memory of a table that was much larger.
    if (values_.bucket_count() > 8 * sweep_at_) values_.rehash(0);
  }

  std::size_t size() const { return values_.size(); }
  std::uint64_t evicted() const { return evicted_; }

 private:
  static constexpr std::size_t kFirstSweep = 256;

  // Visits all values. Needed only when all values matter.
  template <class Loss>
  void evict(Loss loss) {
    auto least = values_.begin();
    auto least_loss = loss(least->second);
    for (auto at = std::next(least); at != values_.end(); ++at) {
      const auto here = loss(at->second);
      if (here >= least_loss) continue;
      least = at;
      least_loss = here;
    }
    values_.erase(least);
    ++evicted_;
  }

  std::size_t most_;
  std::size_t sweep_at_ = kFirstSweep;
  std::uint64_t evicted_ = 0;
  std::unordered_map<Key, Value, Hash> values_;
};

}  // namespace walkie

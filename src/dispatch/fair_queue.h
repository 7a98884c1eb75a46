// FairQueue: a queue of work for each key. The queues take turns, so a key with much work delays
// only its own work. Holds at most `most` in all and `most_of_one` of one key.
//
// When it is full, the last work of the longest queue is refused. That is the new work, if its own
// queue would be the longest. One owner, no locks.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace walkie {

template <class Job>
class FairQueue {
 public:
  FairQueue(std::size_t most, std::size_t most_of_one) : most_(most), most_of_one_(most_of_one) {}

  // Returns the work that must be refused: the new one or an older one. nullopt: none.
  std::optional<Job> push(const std::string& key, Job job) {
    const auto own = waiting_.find(key);
    const std::size_t mine = own == waiting_.end() ? 0 : own->second.size();
    if (mine >= most_of_one_ || most_ == 0) return job;
    std::optional<Job> displaced;
    if (size_ >= most_) {
      const auto longest = find_longest();
      if (longest->second.size() <= mine + 1) return job;
      displaced = std::move(longest->second.back());
      longest->second.pop_back();
      --size_;
    }
    if (mine == 0) turns_.push_back(key);
    waiting_[key].push_back(std::move(job));
    ++size_;
    return displaced;
  }

  std::optional<Job> pop() {
    if (turns_.empty()) return std::nullopt;
    std::string key = std::move(turns_.front());
    turns_.pop_front();
    const auto found = waiting_.find(key);
    std::optional<Job> job(std::move(found->second.front()));
    found->second.pop_front();
    --size_;
    if (found->second.empty()) {
      waiting_.erase(found);
    } else {
      turns_.push_back(std::move(key));
    }
    return job;
  }

  std::size_t size() const { return size_; }

 private:
  using Waiting = std::map<std::string, std::deque<Job>>;

  typename Waiting::iterator find_longest() {
    auto longest = waiting_.begin();
    for (auto at = longest; at != waiting_.end(); ++at) {
      if (at->second.size() > longest->second.size()) longest = at;
    }
    return longest;
  }

  const std::size_t most_;
  const std::size_t most_of_one_;
  std::size_t size_ = 0;
  Waiting waiting_;
  std::deque<std::string> turns_;  // keys with work, whose turn is next first
};

}  // namespace walkie

// ReadTurns: a queue of reads for each source. The sources take turns, so a source with many reads
// delays only its own. Not thread-safe: ReadQueue holds its mutex.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>

#include "dispatch/jobs.h"

namespace walkie {

class ReadTurns {
 public:
  void push(ReadJob job);
  // The next in turn; nullopt when nothing waits.
  std::optional<ReadJob> pop();
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  std::unordered_map<std::uint64_t, std::deque<ReadJob>> lines_;  // none is empty
  std::deque<std::uint64_t> turns_;                               // each line once
  std::size_t size_ = 0;
};

}  // namespace walkie

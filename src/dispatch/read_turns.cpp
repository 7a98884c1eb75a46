#include "dispatch/read_turns.h"

#include <utility>

namespace walkie {

void ReadTurns::push(ReadJob job) {
  const std::uint64_t source =
      job.options.source != 0 ? job.options.source : source_of(job.principal);
  std::deque<ReadJob>& line = lines_[source];
  if (line.empty()) turns_.push_back(source);
  line.push_back(std::move(job));
  ++size_;
}

std::optional<ReadJob> ReadTurns::pop() {
  if (turns_.empty()) return std::nullopt;
  const std::uint64_t source = turns_.front();
  turns_.pop_front();
  const auto line = lines_.find(source);
  ReadJob job = std::move(line->second.front());
  line->second.pop_front();
  --size_;
  if (line->second.empty()) {
    lines_.erase(line);
  } else {
    turns_.push_back(source);
  }
  return job;
}

}  // namespace walkie

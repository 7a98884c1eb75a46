// What dispatch counts about itself, for /metrics and /readyz.
#pragma once

#include <array>
#include <cstdint>

namespace walkie {

struct Figures {
  // Upper bounds of the buckets; the last bucket is everything above.
  static constexpr std::array<std::int64_t, 10> kBatchBounds{1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
  static constexpr std::array<std::int64_t, 10> kLatencyBoundsMs{1,  2,   5,   10,  20,
                                                                 50, 100, 250, 500, 1000};
  std::int64_t commits = 0;
  std::int64_t failed_commits = 0;
  std::int64_t committed_actions = 0;
  std::array<std::int64_t, 11> commit_batch{};       // by actions in the commit
  std::array<std::int64_t, 11> commit_latency_ms{};  // begin to durable
  std::int64_t commit_ms_total = 0;
  std::int64_t queued_writes = 0;  // now
  std::int64_t queued_reads = 0;   // now
  std::int64_t refused = 0;        // queue full, or stopping
  std::int64_t reads = 0;
  std::int64_t events_published = 0;
  std::int64_t hints_published = 0;
  std::int64_t resumes_from_ring = 0;
  std::int64_t resumes_from_store = 0;
  std::int64_t ring_conversations = 0;  // now
  std::int64_t ring_bytes = 0;          // now
  bool last_commit_failed = false;
};

}  // namespace walkie

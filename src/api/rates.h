// Rates: how often one principal or one address may do something, over all loops and transports.
//
// Token buckets in shards, each behind a lock of its own that is held for a few comparisons: a
// visitor's second connection on another loop must not double its rate (decision 0042). Buckets
// that are full again are forgotten. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"
#include "base/token_bucket.h"
#include "chat/limits.h"
#include "chat/principal.h"

namespace walkie::api {

class Rates {
 public:
  Rates(const Clock& clock, const Limits& limits) : clock_(clock), limits_(limits) {}

  // Each takes one, or answers too_many with retry_after_s.
  Result<void> message(const Principal& sender);
  Result<void> new_conversation(const std::string& address);
  Result<void> new_visitor(const std::string& address);

  std::size_t kept() const;  // buckets in memory

 private:
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<std::string, TokenBucket> buckets;
    std::size_t sweep_at = 1024;
  };
  Result<void> take(std::string key, Rate rate, std::string_view what);

  const Clock& clock_;
  const Limits& limits_;
  std::array<Shard, 64> shards_;
};

}  // namespace walkie::api

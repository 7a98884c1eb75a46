// TokenBucket: a rate limit with a burst. Pure: time comes with each call. One owner, no locks.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "base/clock.h"

namespace walkie {

struct Rate {
  double per_second = 0;  // 0 or less: no limit
  double burst = 0;       // how many at once after a rest; at least 1 is granted
};

class TokenBucket {
 public:
  TokenBucket(Rate rate, Instant now)
      : rate_(rate), capacity_(std::max(rate.burst, 1.0)), tokens_(capacity_), at_(now) {}

  // Takes `tokens` if they are there.
  bool take(Instant now, double tokens = 1) {
    if (unlimited()) return true;
    refill(now);
    if (tokens_ + 1e-9 < tokens) return false;
    tokens_ -= tokens;
    return true;
  }

  // Gives back what was taken for something that did not happen.
  void give_back(Instant now, double tokens = 1) {
    refill(now);
    tokens_ = std::min(capacity_, tokens_ + tokens);
  }

  // How long until it is full again and may be forgotten.
  Duration until_full(Instant now) const { return wait(now, capacity_); }

  // How long until take() would succeed; 0 when it would now. For Retry-After.
  Duration wait(Instant now, double tokens = 1) const {
    if (unlimited()) return Duration(0);
    const double missing = tokens - level(now);
    if (missing <= 1e-9) return Duration(0);
    return Duration(static_cast<std::int64_t>(std::ceil(missing * 1000 / rate_.per_second)));
  }

  // Full again: it may be forgotten, a new one would answer the same.
  bool full(Instant now) const { return unlimited() || level(now) >= capacity_; }

 private:
  bool unlimited() const { return rate_.per_second <= 0; }
  double level(Instant now) const {
    const double seconds = static_cast<double>(std::max<std::int64_t>(now.ms - at_.ms, 0)) / 1000;
    return std::min(capacity_, tokens_ + seconds * rate_.per_second);
  }
  void refill(Instant now) {
    tokens_ = level(now);
    at_ = std::max(at_, now);
  }

  Rate rate_;
  double capacity_;
  double tokens_;
  Instant at_;
};

}  // namespace walkie

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
  double burst = 0;       // how many at once after a pause; at least 1
};

class TokenBucket {
 public:
  TokenBucket(Rate rate, Instant now)
      : rate_(rate), capacity_(std::max(rate.burst, 1.0)), tokens_(capacity_), at_(now) {}

  // Takes `tokens`, if there are enough.
  bool take(Instant now, double tokens = 1) {
    if (unlimited()) return true;
    refill(now);
    if (tokens_ + 1e-9 < tokens) return false;
    tokens_ -= tokens;
    return true;
  }

  // Gives back tokens that were not used.
  void give_back(Instant now, double tokens = 1) {
    refill(now);
    tokens_ = std::min(capacity_, tokens_ + tokens);
  }

  // How long until the bucket is full.
  Duration until_full(Instant now) const { return wait(now, capacity_); }

  // How long until take() succeeds; 0: now. For Retry-After.
  Duration wait(Instant now, double tokens = 1) const {
    if (unlimited()) return Duration(0);
    const double missing = tokens - level(now);
    if (missing <= 1e-9) return Duration(0);
    return Duration(static_cast<std::int64_t>(std::ceil(missing * 1000 / rate_.per_second)));
  }

  // A full bucket may be dropped: a new one is the same.
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

// A clock that a test moves by hand. Wall and monotonic time move together unless the test makes
// the wall clock jump.
#pragma once

#include <atomic>

#include "base/clock.h"

namespace walkie::testing {

class FakeClock final : public Clock {
 public:
  // 2026-11-22T19:05:00.000Z, so that printed times look like times.
  explicit FakeClock(WallTime wall = {1'795'374'300'000}, Instant now = {1'000})
      : wall_ms_(wall.ms), now_ms_(now.ms) {}

  WallTime wall() const override { return {wall_ms_.load()}; }
  Instant now() const override { return {now_ms_.load()}; }

  void advance(Duration by) {
    wall_ms_ += by.count();
    now_ms_ += by.count();
  }
  void jump_wall(Duration by) { wall_ms_ += by.count(); }

 private:
  std::atomic<std::int64_t> wall_ms_;
  std::atomic<std::int64_t> now_ms_;
};

}  // namespace walkie::testing

// Time comes in through constructors, never from the system directly, so that a test or a
// simulation moves it by hand. node/ holds the real clock.
#pragma once

#include <chrono>
#include <cstdint>

namespace walkie {

using Duration = std::chrono::milliseconds;

// Wall clock, milliseconds since 1970-01-01 UTC. For what people see and what is stored; it may
// jump. Never used for time-outs.
struct WallTime {
  std::int64_t ms = 0;
  auto operator<=>(const WallTime&) const = default;
};

// Monotonic, milliseconds since an arbitrary start. For time-outs and rates; it never goes back.
struct Instant {
  std::int64_t ms = 0;
  auto operator<=>(const Instant&) const = default;
  Instant operator+(Duration d) const { return {ms + d.count()}; }
  Duration operator-(Instant other) const { return Duration(ms - other.ms); }
};

// Implementations may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual WallTime wall() const = 0;
  virtual Instant now() const = 0;
};

}  // namespace walkie

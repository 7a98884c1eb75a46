// Writes times as RFC 3339 in UTC with milliseconds: "2026-11-22T19:05:00.123Z". Pure.
#pragma once

#include <cstddef>
#include <string>

#include "base/clock.h"

namespace walkie {

inline constexpr std::size_t time_length = 24;

// Years 0000 to 9999. A time outside is written as the nearest time inside.
std::string format_time(WallTime time);
// The same into `out`, which must have room for time_length characters. No terminating zero.
void format_time(WallTime time, char* out);

}  // namespace walkie

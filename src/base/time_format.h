// RFC 3339 in UTC with milliseconds, "2026-11-22T19:05:00.123Z": how times look outside.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace walkie {

inline constexpr std::size_t time_length = 24;

// Years 0000 to 9999; a time beyond is shown as the nearest one within.
std::string format_time(WallTime time);
// The same into `out`, which has room for time_length characters. No terminating zero.
void format_time(WallTime time, char* out);

// Accepts any RFC 3339 time: offsets, any number of decimals (cut to ms), 't' and 'z'. A leap
// second is taken as the second before it. Anything else is nullopt.
std::optional<WallTime> parse_time(std::string_view text);

}  // namespace walkie

#include "base/time_format.h"

#include <algorithm>
#include <chrono>

namespace walkie {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t first_ms = -62'167'219'200'000;  // 0000-01-01T00:00:00.000Z
constexpr std::int64_t last_ms = 253'402'300'799'999;   // 9999-12-31T23:59:59.999Z

void digits(char* out, std::int64_t value, int count) {
  for (int i = count - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

}  // namespace

void format_time(WallTime time, char* out) {
  const std::int64_t ms = std::clamp(time.ms, first_ms, last_ms);
  const std::int64_t day = (ms - first_ms) / day_ms + first_ms / day_ms;
  const std::int64_t in_day = (ms - first_ms) % day_ms;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  digits(out, static_cast<int>(date.year()), 4);
  out[4] = '-';
  digits(out + 5, static_cast<unsigned>(date.month()), 2);
  out[7] = '-';
  digits(out + 8, static_cast<unsigned>(date.day()), 2);
  out[10] = 'T';
  digits(out + 11, in_day / 3'600'000, 2);
  out[13] = ':';
  digits(out + 14, in_day / 60'000 % 60, 2);
  out[16] = ':';
  digits(out + 17, in_day / 1000 % 60, 2);
  out[19] = '.';
  digits(out + 20, in_day % 1000, 3);
  out[23] = 'Z';
}

std::string format_time(WallTime time) {
  std::string out(time_length, '\0');
  format_time(time, out.data());
  return out;
}

}  // namespace walkie

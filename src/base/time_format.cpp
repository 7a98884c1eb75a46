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

// Takes exactly `count` digits off the front; -1 when they are not there.
int take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// ".123456" to 123; no fraction is 0; a point without digits is -1.
int take_fraction(std::string_view& text) {
  if (!take(text, ".")) return 0;
  int ms = 0;
  int count = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++count) {
    if (count < 3) ms = ms * 10 + (text.front() - '0');
    text.remove_prefix(1);
  }
  for (int i = count; i < 3; ++i)
    ms *= 10;
  return count == 0 ? -1 : ms;
}

// "Z" or "+02:00" in minutes.
std::optional<int> take_offset(std::string_view& text) {
  if (take(text, "Zz")) return 0;
  if (text.empty()) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  if (!take(text, "+-")) return std::nullopt;
  const int hours = take_digits(text, 2);
  if (!take(text, ":")) return std::nullopt;
  const int minutes = take_digits(text, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  return sign * (hours * 60 + minutes);
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

std::optional<WallTime> parse_time(std::string_view text) {
  const int year = take_digits(text, 4);
  if (year < 0 || !take(text, "-")) return std::nullopt;
  const int month = take_digits(text, 2);
  if (month < 0 || !take(text, "-")) return std::nullopt;
  const int day = take_digits(text, 2);
  if (day < 0 || !take(text, "Tt ")) return std::nullopt;
  const int hour = take_digits(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ":")) return std::nullopt;
  const int minute = take_digits(text, 2);
  if (minute < 0 || minute > 59 || !take(text, ":")) return std::nullopt;
  int second = take_digits(text, 2);
  if (second < 0 || second > 60) return std::nullopt;
  second = std::min(second, 59);
  const int ms = take_fraction(text);
  const std::optional<int> offset = take_offset(text);
  if (ms < 0 || !offset || !text.empty()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t minutes = hour * 60 + minute - *offset;
  return WallTime{days * day_ms + minutes * 60'000 + second * 1000 + ms};
}

}  // namespace walkie

#include "base/time_format.h"

#include <gtest/gtest.h>

namespace walkie {
namespace {

TEST(TimeFormat, WritesUtcWithMilliseconds) {
  EXPECT_EQ(format_time({0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_time({1'795'374'300'123}), "2026-11-22T19:05:00.123Z");
  EXPECT_EQ(format_time({-1}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(format_time({951'782'400'000}), "2000-02-29T00:00:00.000Z");
  EXPECT_EQ(format_time({INT64_MAX}), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(format_time({INT64_MIN}), "0000-01-01T00:00:00.000Z");
}

TEST(TimeFormat, ReadsBackWhatItWrote) {
  for (std::int64_t ms = -62'167'219'200'000; ms < 253'402'300'799'999; ms += 86'399'999'777) {
    const auto parsed = parse_time(format_time({ms}));
    ASSERT_TRUE(parsed.has_value()) << ms;
    EXPECT_EQ(parsed->ms, ms);
  }
}

TEST(TimeFormat, ReadsEveryFormOfRfc3339) {
  EXPECT_EQ(parse_time("2026-11-22T21:05:00+02:00"), (WallTime{1'795'374'300'000}));
  EXPECT_EQ(parse_time("2026-11-22t19:05:00.1z"), (WallTime{1'795'374'300'100}));
  EXPECT_EQ(parse_time("2026-11-22 19:05:00.123999Z"), (WallTime{1'795'374'300'123}));
  EXPECT_EQ(parse_time("2016-12-31T23:59:60Z"), parse_time("2016-12-31T23:59:59Z"));
}

TEST(TimeFormat, RefusesTheRest) {
  for (const char* text :
       {"", "2026-11-22", "2026-11-22T19:05:00", "2026-13-22T19:05:00Z", "2026-02-29T19:05:00Z",
        "2026-11-22T24:05:00Z", "2026-11-22T19:60:00Z", "2026-11-22T19:05:61Z",
        "2026-11-22T19:05:00.Z", "2026-11-22T19:05:00Zx", "2026-11-22T19:05:00+2:00",
        "2026-11-22T19:05:00+24:00", "26-11-22T19:05:00Z", "2026-11-22T19:05:00 Z"}) {
    EXPECT_FALSE(parse_time(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace walkie

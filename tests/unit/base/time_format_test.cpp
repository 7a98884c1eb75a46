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

}  // namespace
}  // namespace walkie

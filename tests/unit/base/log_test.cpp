#include "base/log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/fake_clock.h"

namespace walkie {
namespace {

struct LogTest : ::testing::Test {
  Log make(Log::Options options = {}) {
    options.sink = [this](std::string_view line) { lines.emplace_back(line); };
    return Log(clock, std::move(options));
  }

  testing::FakeClock clock;
  std::vector<std::string> lines;
};

TEST_F(LogTest, WritesNamedFields) {
  Log log = make();
  log.info("message saved", {{"connection_id", 4},
                             {"message_id", std::int64_t{17}},
                             {"created", true},
                             {"ms", 0.5},
                             {"code", "too_many"}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0],
            "time=2026-11-22T19:05:00.000Z level=info event=\"message saved\" connection_id=4 "
            "message_id=17 created=true ms=0.5 code=too_many");
}

TEST_F(LogTest, WritesJson) {
  Log::Options options;
  options.format = Log::Format::json;
  Log log = make(options);
  log.warn("slow", {{"path", "/a\"b"}, {"ms", 12}});
  EXPECT_EQ(lines.at(0),
            "{\"time\":\"2026-11-22T19:05:00.000Z\",\"level\":\"warn\",\"event\":\"slow\","
            "\"path\":\"/a\\\"b\",\"ms\":12}");
}

TEST_F(LogTest, ValuesCannotForgeLines) {
  Log log = make();
  log.info("x", {{"a", "one\r\ntwo=\x1b[31m"}, {"b", "bad\xFF"}, {"c", "\u2028\u0085"}, {"d", ""}});
  EXPECT_EQ(lines.at(0).substr(lines[0].find("event")),
            "event=x a=\"one\\r\\ntwo=\\u001b[31m\" b=\"bad\\ufffd\" c=\"\\u2028\\u0085\" d=\"\"");
}

TEST_F(LogTest, LevelsBelowTheThresholdAreNotWritten) {
  Log log = make();
  log.debug("no");
  EXPECT_FALSE(log.enabled(Level::debug));
  EXPECT_TRUE(lines.empty());
  Log::Options options;
  options.level = Level::debug;
  Log all = make(options);
  all.debug("yes");
  EXPECT_EQ(lines.size(), 1U);
  options.level = Level::off;
  Log none = make(options);
  none.error("no");
  EXPECT_EQ(lines.size(), 1U);
}

TEST_F(LogTest, AFloodIsBoundedAndReported) {
  Log::Options options;
  options.lines_per_second = 3;
  Log log = make(options);
  for (int i = 0; i < 10; ++i)
    log.info("flood");
  EXPECT_EQ(lines.size(), 3U);
  EXPECT_EQ(log.suppressed(), 7U);
  log.error("errors always get through");
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_NE(lines[3].find("count=7"), std::string::npos);
  clock.advance(Duration(1000));
  log.info("again");
  EXPECT_EQ(lines.size(), 6U);
}

TEST(LogLevel, NamesGoBothWays) {
  for (const Level level : {Level::debug, Level::info, Level::warn, Level::error, Level::off}) {
    EXPECT_EQ(level_from(to_string(level)), level);
  }
  EXPECT_EQ(level_from("loud"), std::nullopt);
}

}  // namespace
}  // namespace walkie

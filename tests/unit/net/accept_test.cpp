// RFC 9110 12.4.2, 12.5.1: what a client takes, from lists with weights.
#include "net/accept.h"

#include <gtest/gtest.h>

#include "net/request_builder.h"

namespace walkie::net {
namespace {

MediaQuality of(const std::vector<std::string>& lines, std::string_view type) {
  RequestBuilder builder("GET", "/");
  for (const std::string& line : lines)
    builder.header("Accept", line);
  return media_quality(builder.peek(), type);
}

TEST(Accept, TheMostSpecificRangeDecides) {
  EXPECT_EQ(of({"text/event-stream"}, "text/event-stream").quality, 1000);
  EXPECT_TRUE(of({"text/event-stream; charset=utf-8"}, "text/event-stream").named);
  EXPECT_TRUE(of({"TEXT/Event-Stream"}, "text/event-stream").named);
  EXPECT_EQ(of({"text/event-stream;q=0"}, "text/event-stream").quality, 0);
  EXPECT_EQ(of({"text/event-stream ; charset=utf-8 ; Q=0.25"}, "text/event-stream").quality, 250);
  EXPECT_EQ(of({"*/*;q=0.8, text/*;q=0.3, text/html;q=0.7"}, "text/html").quality, 700);
  EXPECT_EQ(of({"*/*;q=0.8, text/*;q=0.3"}, "text/html").quality, 300);
  EXPECT_EQ(of({"*/*;q=0.8", "text/plain"}, "text/html").quality, 800);
  EXPECT_FALSE(of({"*/*"}, "text/html").named);
  EXPECT_EQ(of({"text/html"}, "application/json").quality, 0);
  EXPECT_EQ(of({"image/png", "application/json;q=0.5"}, "application/json").quality, 500);
  EXPECT_EQ(of({""}, "text/html").quality, 0);
  EXPECT_EQ(of({}, "text/html").quality, 1000);
  EXPECT_EQ(of({"textual/*, text/htmlx, texthtml"}, "text/html").quality, 0);
  EXPECT_EQ(of({"a/b;c=\"x, text/html;q=1\";q=0.1"}, "text/html").quality, 0);
}

TEST(Accept, Weights) {
  for (const auto& [weight, quality] : std::vector<std::pair<std::string, int>>{{"1", 1000},
                                                                                {"0", 0},
                                                                                {"0.5", 500},
                                                                                {"1.000", 1000},
                                                                                {"0.001", 1},
                                                                                {"1.", 1000},
                                                                                {"0.", 0},
                                                                                {"0.1234", 0},
                                                                                {"1.5", 0},
                                                                                {"2", 0},
                                                                                {"", 0},
                                                                                {"-1", 0},
                                                                                {".5", 0},
                                                                                {"x", 0},
                                                                                {"0,5", 0}}) {
    EXPECT_EQ(of({"a/b;q=" + weight}, "a/b").quality, quality) << weight;
  }
}

}  // namespace
}  // namespace walkie::net

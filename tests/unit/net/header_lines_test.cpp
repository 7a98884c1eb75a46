#include "net/header_lines.h"

#include <gtest/gtest.h>

namespace walkie::net {
namespace {

TEST(HeaderLines, AreWrittenInTheOrderInWhichTheyWereAdded) {
  HeaderLines lines;
  lines.add("Vary", "Origin");
  lines.add("Set-Cookie", "a=1");
  lines.add("Set-Cookie", "b=2");
  EXPECT_EQ(lines.text(), "Vary: Origin\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n");
  EXPECT_EQ(lines.get("set-cookie"), "a=1");
}

TEST(HeaderLines, ANameIsFoundInAnyCaseAndOnlyWhole) {
  HeaderLines lines;
  EXPECT_EQ(lines.get("Vary"), "");
  lines.add("X-Vary", "Cookie");
  EXPECT_EQ(lines.get("Vary"), "");
  EXPECT_EQ(lines.get("X-"), "");
  lines.add("VARY", "Origin");
  EXPECT_EQ(lines.get("vary"), "Origin");
  lines.add("Empty", "");
  EXPECT_EQ(lines.get("Empty"), "");
}

TEST(HeaderLines, SetReplacesWhatWasThere) {
  HeaderLines lines;
  lines.set("ETag", "\"one\"");
  lines.set("Allow", "GET");
  lines.set("etag", "\"two\"");
  EXPECT_EQ(lines.get("ETag"), "\"two\"");
  EXPECT_EQ(lines.text(), "Allow: GET\r\netag: \"two\"\r\n");
}

TEST(HeaderLines, AValueBeginsNoOtherField) {
  HeaderLines lines;
  lines.set("Location", std::string_view("/a\r\nSet-Cookie: x=1\n\0b\tc", 24));
  EXPECT_EQ(lines.text(), "Location: /aSet-Cookie: x=1b\tc\r\n");
  EXPECT_EQ(lines.get("Set-Cookie"), "");
}

TEST(HeaderLines, FramingAndDateAreTheSessions) {
  HeaderLines lines;
  lines.set("content-length", "7");
  lines.add("Transfer-Encoding", "chunked");
  lines.set("Date", "yesterday");
  EXPECT_EQ(lines.text(), "");
}

}  // namespace
}  // namespace walkie::net

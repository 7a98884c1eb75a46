#include "wire/json_writer.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

namespace walkie::wire {
namespace {

std::string as_json(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

// Text is looked at eight bytes at a time: every byte, at every place of a word, beside any other.
TEST(JsonWriter, EveryByteIsEscapedWhereverItStands) {
  for (int byte = 0; byte < 0x80; ++byte) {
    for (std::size_t at = 0; at < 19; ++at) {
      std::string text(19, 'a');
      text[at] = static_cast<char>(byte);
      if (at > 0) text[at - 1] = '!';  // a borrow would come from here
      ASSERT_TRUE(boost::json::parse(as_json(text)).as_string() == text) << byte << " at " << at;
    }
  }
}

TEST(JsonWriter, WhatNeedsNoEscapeIsLeftAsItIs) {
  const std::string text = "Grüße, 你好 👋 ~ \x7f and more than eight bytes";
  EXPECT_EQ(as_json(text), '"' + text + '"');
  EXPECT_EQ(as_json(""), "\"\"");
  EXPECT_EQ(as_json("a\"b\\c\nd\x01"), R"("a\"b\\c\nd\u0001")");
}

TEST(JsonWriter, CommasStandBetweenMembersAndNowhereElse) {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("a", 1).member("b", "x").key("c").open('[').integer(1).integer(2);
  json.close(']').member("d", WallTime{0}).close('}');
  EXPECT_EQ(out, R"({"a":1,"b":"x","c":[1,2],"d":"1970-01-01T00:00:00.000Z"})");
}

}  // namespace
}  // namespace walkie::wire

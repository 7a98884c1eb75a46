#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace walkie {
namespace {

TEST(Utf8, TakesWhatUnicodeAllows) {
  for (const char* text : {"", "plain", "你好", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF",
                           "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "😀 mixed é"}) {
    EXPECT_TRUE(utf8_valid(text)) << text;
  }
  EXPECT_TRUE(utf8_valid(std::string_view("\0", 1)));
}

TEST(Utf8, RefusesWhatItForbids) {
  for (const char* text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF",
        "ascii then \xE4\xBD", "\xE4\xBD\x41"}) {
    EXPECT_FALSE(utf8_valid(text)) << text;
  }
}

TEST(Utf8, StreamAnswersTheSameHoweverItIsCut) {
  const std::string text = "a你好😀éz 0123456789 padding";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Utf8Validator validator;
    EXPECT_TRUE(validator.feed(std::string_view(text).substr(0, cut)));
    EXPECT_TRUE(validator.feed(std::string_view(text).substr(cut)));
    EXPECT_TRUE(validator.complete());
  }
}

TEST(Utf8, StreamFailsAtTheFirstHopelessByte) {
  Utf8Validator validator;
  EXPECT_TRUE(validator.feed("\xF4"));
  EXPECT_FALSE(validator.complete());
  EXPECT_FALSE(validator.feed("\x90"));  // beyond U+10FFFF whatever follows
  EXPECT_FALSE(validator.feed("x"));
  EXPECT_FALSE(validator.complete());
}

TEST(Utf8, PrefixNeverCutsACodePoint) {
  EXPECT_EQ(utf8_prefix("你好", 6), "你好");
  EXPECT_EQ(utf8_prefix("你好", 5), "你");
  EXPECT_EQ(utf8_prefix("你好", 3), "你");
  EXPECT_EQ(utf8_prefix("你好", 2), "");
  EXPECT_EQ(utf8_prefix("ab😀", 5), "ab");
  EXPECT_EQ(utf8_prefix("abc", 0), "");
}

TEST(Utf8, BlankIsWhatNobodySees) {
  for (const char* text : {"", " \t\r\n", "\u00A0", "\u3000\u2003", "\u200B\uFEFF", "\u2028",
                           "\u00AD", "\u202E", "\u2800", "\u3164", "\uFE0F"}) {
    EXPECT_TRUE(utf8_blank(text)) << text;
  }
  for (const char* text : {"a", " 好 ", "\u200B.", "😀", "❤\uFE0F", "-"}) {
    EXPECT_FALSE(utf8_blank(text)) << text;
  }
}

}  // namespace
}  // namespace walkie

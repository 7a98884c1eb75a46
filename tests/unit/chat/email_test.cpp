#include "chat/email.h"

#include <gtest/gtest.h>

namespace walkie {
namespace {

const Limits limits;

std::string canonical(std::string_view text) {
  const Result<Email> email = Email::from(text, limits);
  return email ? email->text() : email.error().reason;
}

TEST(Email, SpacesAroundAndCaseDoNotMatter) {
  EXPECT_EQ(canonical(" Ana@Example.ORG "), "ana@example.org");
  EXPECT_EQ(canonical("ana@example.org"), "ana@example.org");
  EXPECT_EQ(canonical("\"a@b\"@example.org"), "\"a@b\"@example.org");
}

TEST(Email, TheFormOfAFormIsItself) {
  for (const char* text : {" A@B ", "Ä@Bücher.Example", "用户@例え.jp", "ANA+x@EXAMPLE.org"}) {
    const std::string once = canonical(text);
    EXPECT_EQ(canonical(once), once);
  }
}

TEST(Email, ControlCharactersAreRefusedAndNotTrimmed) {
  for (int c = 0; c < 0x20; ++c) {
    const std::string mark(1, static_cast<char>(c));
    EXPECT_EQ(canonical("ana@example.org" + mark), "bad_email") << c;
    EXPECT_EQ(canonical(mark + "ana@example.org"), "bad_email") << c;
    EXPECT_EQ(canonical("ana@exa" + mark + "mple.org"), "bad_email") << c;
  }
  EXPECT_EQ(canonical("ana@example.org\x7f"), "bad_email");
}

TEST(Email, WhatShowsNothingIsRefused) {
  for (const char* mark : {"\u00a0", "\u00ad", "\u200b", "\u200e", "\u202e", "\u2066", "\u2069",
                           "\ufeff", "\u3000", "\u0085", "\ufe0f", "\u034f", "\U000e0041"}) {
    EXPECT_EQ(canonical(std::string("ana@example.org") + mark), "bad_email");
    EXPECT_EQ(canonical(std::string("an") + mark + "a@example.org"), "bad_email");
  }
}

TEST(Email, LettersOfOtherScriptsStayAsTheyAre) {
  // Two spellings of one letter, and letters that only look alike, are two addresses: the look-up
  // and the count both see the bytes.
  EXPECT_NE(canonical("andr\u00e9@example.org"), canonical("andre\u0301@example.org"));
  EXPECT_EQ(canonical("\uff21na@example.org"), "\uff21na@example.org");
  EXPECT_EQ(canonical("\u0130@example.org"), "\u0130@example.org");  // Turkish dotted capital I
}

TEST(Email, LengthIsCheckedFirst) {
  EXPECT_EQ(canonical(std::string(65'536, 'a')), "bad_email");
  EXPECT_EQ(canonical(std::string(242, 'a') + "@example.org"),
            std::string(242, 'a') + "@example.org");
  EXPECT_EQ(canonical(std::string(243, 'a') + "@example.org"), "bad_email");
  EXPECT_EQ(Email::from("x", limits).error().field, "email");
}

}  // namespace
}  // namespace walkie

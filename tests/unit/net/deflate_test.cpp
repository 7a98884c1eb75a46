// RFC 7692 7.2 (examples of 7.2.3) and the cap on what a bomb may become.
#include "net/deflate.h"

#include <gtest/gtest.h>

#include "tests/support/narrow_inflate.h"

namespace walkie::net {
namespace {

std::string inflate(Deflate& deflate, std::string_view data, std::size_t most = 1000) {
  bool too_big = false;
  auto whole = deflate.inflate(data, most, too_big);
  return whole ? std::string(*whole) : too_big ? "too big" : "bad";
}

TEST(Deflate, ExamplesOfRfc7692_7_2_3) {
  Deflate deflate;
  EXPECT_EQ(inflate(deflate, std::string("\xf2\x48\xcd\xc9\xc9\x07\x00", 7)), "Hello");
  EXPECT_EQ(inflate(deflate, std::string("\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00", 11)),
            "Hello");
  EXPECT_EQ(inflate(deflate, std::string("\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8)), "Hello");
  EXPECT_EQ(
      inflate(deflate, std::string("\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00", 13)),
      "Hello");
  EXPECT_EQ(inflate(deflate, std::string("\x00", 1)), "");
  EXPECT_EQ(inflate(deflate, ""), "");
  EXPECT_EQ(inflate(deflate, "\xff\xff\xff"), "bad");
}

TEST(Deflate, AMessageThatIsCutIsBad) {
  Deflate deflate;
  // A stored block of 100 bytes, of which ten came: the tail must not become the next four.
  EXPECT_EQ(inflate(deflate, std::string("\x00\x64\x00\x9b\xff", 5) + "0123456789"), "bad");
  std::string text;
  for (int i = 0; i < 300; ++i)
    text += std::to_string(i * 7919);
  std::string whole(deflate.compress(SharedBytes(text), 15).view());
  EXPECT_EQ(inflate(deflate, whole, text.size()), text);
  EXPECT_EQ(inflate(deflate, whole.substr(0, whole.size() - 40), text.size()), "bad");
}

TEST(Deflate, RoundTripInEveryWindowAndOncePerBroadcast) {
  Deflate deflate;
  std::string text;
  for (int i = 0; i < 3000; ++i)
    text += "conversation " + std::to_string(i % 70) + "; ";
  SharedBytes message(text);
  for (int bits = 8; bits <= 15; ++bits) {
    SharedBytes first = deflate.compress(message, bits);
    EXPECT_LT(first.size(), text.size() / 4);
    EXPECT_EQ(deflate.compress(message, bits).view().data(), first.view().data());
    EXPECT_EQ(inflate(deflate, first.view(), text.size()), text);
    EXPECT_EQ(inflate(deflate, first.view(), text.size() - 1), "too big");
  }
  EXPECT_TRUE(deflate.compress(SharedBytes("x"), 15).empty());  // it would not be smaller
}

TEST(Deflate, NothingLooksFurtherBackThanItsWindow) {
  Deflate deflate;
  std::string period;  // repeats itself only after 1, 2, ... bytes more than the smallest window
  for (int i = 0; i < 600; ++i)
    period += static_cast<char>(i * i * 31 + i / 7);
  for (int bits = 8; bits <= 15; ++bits) {
    std::size_t smaller = 0;
    for (std::size_t apart = 1; apart <= period.size(); ++apart) {
      std::string text;
      while (text.size() < 2'000)
        text += period.substr(0, apart);
      const SharedBytes made = deflate.compress(SharedBytes(text), bits);
      if (made.empty()) continue;
      ++smaller;
      ASSERT_TRUE(testing::narrow_inflate(made.view(), bits) == text)
          << bits << " bits, " << apart << " apart";
    }
    EXPECT_GE(smaller, 240U);  // whatever repeats itself within the window
  }
}

TEST(Deflate, ABombIsCutAtTheCap) {
  Deflate deflate;
  SharedBytes bomb = deflate.compress(SharedBytes(std::string(20'000'000, 'a')), 15);
  EXPECT_LT(bomb.size(), 100U * 1024);
  EXPECT_EQ(inflate(deflate, bomb.view(), 64 * 1024), "too big");
}

}  // namespace
}  // namespace walkie::net

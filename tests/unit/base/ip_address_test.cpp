#include "base/ip_address.h"

#include <gtest/gtest.h>

namespace walkie {
namespace {

std::string text_of(std::string_view text) {
  const auto address = IpAddress::parse(text);
  return address ? address->text() : "none";
}

TEST(IpAddressTest, OneTextForEachAddress) {
  EXPECT_EQ(text_of("203.0.113.5"), "203.0.113.5");
  EXPECT_EQ(text_of("::ffff:203.0.113.5"), "203.0.113.5");
  EXPECT_EQ(text_of("::FFFF:CB00:7105"), "203.0.113.5");
  EXPECT_EQ(text_of("2001:DB8:0:0:0:0:0:9"), "2001:db8::9");
  EXPECT_EQ(text_of("::"), "::");
  EXPECT_EQ(text_of("1::"), "1::");
  EXPECT_EQ(text_of("1:0:2:0:3:0:4:0"), "1:0:2:0:3:0:4:0");
  EXPECT_EQ(text_of("1:0:0:2:0:0:0:3"), "1:0:0:2::3");
  for (const char* wrong : {"", "localhost", "127.1", "127.0.0.01", "1.2.3.4 ", " 1.2.3.4", "[::1]",
                            "fe80::1%eth0", "1.2.3.4:80", "::1::", "12345::"}) {
    EXPECT_EQ(text_of(wrong), "none") << wrong;
  }
  EXPECT_EQ(text_of(std::string_view("1.2.3.4\0x", 9)), "none");
}

TEST(IpAddressTest, Loopback) {
  for (const char* own : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(IpAddress::parse(own)->loopback()) << own;
  for (const char* other : {"128.0.0.1", "::", "::2", "10.0.0.1", "1::1"})
    EXPECT_FALSE(IpAddress::parse(other)->loopback()) << other;
}

TEST(IpAddressTest, BlocksHoldWhatTheySay) {
  const auto holds = [](std::string_view block, std::string_view address) {
    return AddressBlock::parse(block)->contains(*IpAddress::parse(address));
  };
  EXPECT_TRUE(holds("10.0.0.0/8", "10.255.0.1"));
  EXPECT_TRUE(holds("10.0.0.0/8", "::ffff:10.255.0.1"));
  EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(holds("192.0.2.128/25", "192.0.2.129"));
  EXPECT_FALSE(holds("192.0.2.128/25", "192.0.2.127"));
  EXPECT_TRUE(holds("::1", "::1"));
  EXPECT_TRUE(holds("127.0.0.1", "127.0.0.1"));
  EXPECT_FALSE(holds("127.0.0.1", "127.0.0.2"));
  EXPECT_TRUE(holds("2001:db8::/32", "2001:db8:1::"));
  EXPECT_FALSE(holds("2001:db8::/32", "2001:db9::"));
  EXPECT_TRUE(holds("::ffff:10.0.0.0/104", "10.1.2.3"));
}

TEST(IpAddressTest, BlocksThatMeanNothingAreRefusedWithAReason) {
  const std::pair<const char*, const char*> refused[] = {
      {"nonsense", "not an IP address"},
      {"", "not an IP address"},
      {"localhost", "not an IP address"},
      {"10.0.0.0/33", "1 to 32 bits"},
      {"10.0.0.0/-1", "1 to 32 bits"},
      {"10.0.0.0/", "1 to 32 bits"},
      {"10.0.0.0/8/8", "1 to 32 bits"},
      {"10.0.0.0/0x8", "1 to 32 bits"},
      {"2001:db8::/129", "1 to 128 bits"},
      {"10.0.0.5/8", "either 10.0.0.0/8"},
      {"2001:db8::1/32", "beyond /32"},
      {"0.0.0.0/0", "every address"},
      {"::/0", "every address"},
      {"::ffff:0:0/96", "every address"},
      {"10.0.0.1:80", "not an IP address"},
      {"[::1]", "not an IP address"},
      {"10.0.0.0 /8", "not an IP address"},
      {"fe80::1%eth0", "not an IP address"},
  };
  for (const auto& [text, why] : refused) {
    const auto block = AddressBlock::parse(text);
    ASSERT_FALSE(block.ok()) << text;
    EXPECT_NE(block.error().detail.find(why), std::string::npos) << block.error().detail;
  }
}

}  // namespace
}  // namespace walkie

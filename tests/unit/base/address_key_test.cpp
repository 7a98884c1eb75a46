#include "base/address_key.h"

#include <gtest/gtest.h>

#include <string>

namespace walkie {
namespace {

TEST(AddressKey, AnIpv4AddressIsItsOwnKey) {
  EXPECT_EQ(address_key("203.0.113.5"), "203.0.113.5");
  EXPECT_NE(address_key("203.0.113.5"), address_key("203.0.113.6"));
}

TEST(AddressKey, AMappedAddressIsTheIpv4One) {
  for (const char* text : {"::ffff:203.0.113.5", "::FFFF:203.0.113.5", "::ffff:cb00:7105",
                           "0:0:0:0:0:ffff:cb00:7105", "[::ffff:203.0.113.5]"}) {
    EXPECT_EQ(address_key(text), "203.0.113.5") << text;
  }
}

TEST(AddressKey, AllOfOneSlash64AreOne) {
  for (const char* text :
       {"2001:db8:0:1::", "2001:db8:0:1::1", "2001:DB8:0:1:FFFF:FFFF:FFFF:FFFF",
        "2001:0db8:0000:0001:0000:0000:0000:0009", "[2001:db8:0:1::7]", "2001:db8::1:1:2:3:4"}) {
    EXPECT_EQ(address_key(text), "2001:db8:0:1::/64") << text;
  }
  EXPECT_NE(address_key("2001:db8:0:1::1"), address_key("2001:db8:0:2::1"));
}

TEST(AddressKey, ASixToFourNetworkIsItsIpv4Address) {
  EXPECT_EQ(address_key("2002:cb00:7105::1"), "203.0.113.5");
  EXPECT_EQ(address_key("2002:cb00:7105:ffff::1"), "203.0.113.5");
}

TEST(AddressKey, ZonesDoNotMakeMoreKeys) {
  EXPECT_EQ(address_key("fe80::1%eth0"), "fe80::/64");
  EXPECT_EQ(address_key("fe80::2%3"), "fe80::/64");
  EXPECT_EQ(address_key("[fe80::3%25eth0]"), "fe80::/64");
}

TEST(AddressKey, LoopbackStaysWhatItIs) {
  EXPECT_EQ(address_key("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(address_key("::1"), "::1");
  EXPECT_EQ(address_key("0:0:0:0:0:0:0:1"), "::1");
}

TEST(AddressKey, LoopbackIsKnownByItsKey) {
  for (const char* text : {"127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1", "[::1]"})
    EXPECT_TRUE(is_loopback_key(address_key(text))) << text;
  for (const char* text : {"203.0.113.5", "::2", "2001:db8::1", "127", "12.7.0.0", "nonsense"})
    EXPECT_FALSE(is_loopback_key(address_key(text))) << text;
}

TEST(AddressKey, WhatIsNoAddressSharesOneKey) {
  const std::string with_nul("203.0.113.5\0x", 13);
  const std::string endless(100'000, '1');
  for (const std::string& text :
       {std::string(), with_nul, endless, std::string("203.0.113.5:49152"), std::string("1.2.3"),
        std::string("203.0.113.5 "), std::string("01.2.3.4"), std::string("[203.0.113.5"),
        std::string("unix:"), std::string("::g"), std::string("1.2.3.4%eth0")}) {
    EXPECT_EQ(address_key(text), "unknown") << text.substr(0, 40);
  }
}

TEST(AddressKey, AKeyIsNeverLong) {
  EXPECT_LE(address_key("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").size(), 43U);
}

}  // namespace
}  // namespace walkie

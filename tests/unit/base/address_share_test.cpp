#include "base/address_share.h"

#include <gtest/gtest.h>

namespace walkie {
namespace {

AddressShare share(const std::vector<std::string_view>& texts) {
  std::vector<AddressBlock> blocks;
  for (const std::string_view text : texts)
    blocks.push_back(*AddressBlock::parse(text));
  return share_of(blocks);
}

TEST(AddressShareTest, BlocksAreCountedTogether) {
  EXPECT_EQ(share({}).v4, 0);
  EXPECT_EQ(share({"0.0.0.0/1"}).v4, 0.5);
  EXPECT_EQ(share({"0.0.0.0/1", "128.0.0.0/1"}).v4, 1);
  EXPECT_EQ(share({"0.0.0.0/2", "64.0.0.0/2", "192.0.0.0/2"}).v4, 0.75);
  EXPECT_EQ(share({"10.0.0.0/8"}).v4, 1.0 / 256);
  EXPECT_EQ(share({"::ffff:0.0.0.0/97"}).v4, 0.5);
  EXPECT_EQ(share({"2000::/4", "3000::/4"}).v6, 1);
  EXPECT_EQ(share({"2001:db8::/32"}).v6, 1.0 / (1 << 29));
  EXPECT_EQ(share({"0.0.0.0/1", "128.0.0.0/1"}).v6, 0);
}

TEST(AddressShareTest, WhatTwoBlocksHoldCountsOnce) {
  EXPECT_EQ(share({"10.0.0.0/8", "10.0.0.0/8", "10.1.0.0/16", "10.2.3.4"}).v4, 1.0 / 256);
  EXPECT_EQ(share({"10.1.0.0/16", "10.0.0.0/8"}).v4, 1.0 / 256);
}

// A wide IPv6 block holds more than its family: all of IPv4 is ::ffff:0:0/96.
TEST(AddressShareTest, AWideBlockHoldsAWholeFamily) {
  EXPECT_EQ(share({"::/1"}).v4, 1);
  EXPECT_EQ(share({"::/1"}).v6, 1);
  EXPECT_EQ(share({"::/64"}).v4, 1);
  EXPECT_EQ(share({"::/64"}).v6, 0);
  EXPECT_EQ(share({"8000::/1", "fc00::/7"}).v6, 0);
}

}  // namespace
}  // namespace walkie

#include "base/token_bucket.h"

#include <gtest/gtest.h>

namespace walkie {
namespace {

TEST(TokenBucket, GrantsABurstThenTheRate) {
  TokenBucket bucket({1, 3}, Instant{0});
  EXPECT_TRUE(bucket.take({0}));
  EXPECT_TRUE(bucket.take({0}));
  EXPECT_TRUE(bucket.take({0}));
  EXPECT_FALSE(bucket.take({0}));
  EXPECT_EQ(bucket.wait({0}), Duration(1000));
  EXPECT_EQ(bucket.wait({400}), Duration(600));
  EXPECT_FALSE(bucket.take({999}));
  EXPECT_TRUE(bucket.take({1000}));
  EXPECT_FALSE(bucket.take({1000}));
}

TEST(TokenBucket, NeverHoldsMoreThanItsBurst) {
  TokenBucket bucket({100, 2}, Instant{0});
  EXPECT_TRUE(bucket.full({0}));
  EXPECT_TRUE(bucket.take({1'000'000}));
  EXPECT_FALSE(bucket.full({1'000'000}));
  EXPECT_TRUE(bucket.take({1'000'000}));
  EXPECT_FALSE(bucket.take({1'000'000}));
  EXPECT_TRUE(bucket.full({1'000'020}));
}

TEST(TokenBucket, RateOfZeroIsNoLimit) {
  TokenBucket bucket({0, 1}, Instant{0});
  for (int i = 0; i < 1000; ++i)
    EXPECT_TRUE(bucket.take({0}));
  EXPECT_EQ(bucket.wait({0}), Duration(0));
}

TEST(TokenBucket, AnOldTimeGivesNothingBack) {
  TokenBucket bucket({1, 1}, Instant{10'000});
  EXPECT_TRUE(bucket.take({10'000}));
  EXPECT_FALSE(bucket.take({0}));
  EXPECT_FALSE(bucket.take({10'500}));
  EXPECT_TRUE(bucket.take({11'000}));
}

}  // namespace
}  // namespace walkie

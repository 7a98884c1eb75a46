#include "broker/interest.h"

#include <gtest/gtest.h>

#include <memory>

namespace walkie {
namespace {

TEST(Interest, CountsAndForgets) {
  auto interest = std::make_unique<Interest>();
  interest->add(7);
  interest->add(7);
  interest->remove(7);
  EXPECT_TRUE(interest->may_want(7));
  interest->remove(7);
  EXPECT_FALSE(interest->may_want(7));
}

// The keys of one conversation differ in their top byte only.
TEST(Interest, TellsTheKindsOfChannelsApart) {
  auto interest = std::make_unique<Interest>();
  for (std::uint64_t id = 1; id <= 1'000; ++id) {
    interest->add((std::uint64_t{1} << 56) | id);
    for (std::uint64_t kind = 2; kind <= 4; ++kind) {
      EXPECT_FALSE(interest->may_want((kind << 56) | id)) << kind << " " << id;
    }
    interest->remove((std::uint64_t{1} << 56) | id);
  }
}

TEST(Interest, IsSeldomWrong) {
  auto interest = std::make_unique<Interest>();
  for (std::uint64_t id = 1; id <= 3'000; ++id)
    interest->add((std::uint64_t{1} << 56) | id);
  int wrong = 0;
  for (std::uint64_t id = 3'001; id <= 13'000; ++id) {
    wrong += interest->may_want((std::uint64_t{1} << 56) | id) ? 1 : 0;
  }
  EXPECT_LT(wrong, 2'000);  // of 10,000, with 9 % of the places taken
}

}  // namespace
}  // namespace walkie

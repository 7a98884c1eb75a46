// Who is counted by address, and until when (decision 0017).
#include "net/newcomers.h"

#include <gtest/gtest.h>

#include <vector>

namespace walkie::net {
namespace {

TEST(Newcomers, AnAddressHasSoManyPlacesAndGetsThemBack) {
  Newcomers newcomers(2);
  auto first = newcomers.admit("203.0.113.1");
  auto second = newcomers.admit("203.0.113.1");
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(newcomers.admit("203.0.113.1"));
  EXPECT_TRUE(newcomers.admit("203.0.113.2"));
  first->give_back();
  first->give_back();  // once is enough
  auto third = newcomers.admit("203.0.113.1");
  EXPECT_TRUE(third);
  EXPECT_FALSE(newcomers.admit("203.0.113.1"));
  second.reset();
  EXPECT_TRUE(newcomers.admit("203.0.113.1"));
}

TEST(Newcomers, APlaceMovesWithItsConnection) {
  Newcomers newcomers(1);
  Newcomers::Place kept;
  {
    auto place = newcomers.admit("2001:db8::1");
    ASSERT_TRUE(place);
    kept = *std::move(place);
  }
  EXPECT_FALSE(newcomers.admit("2001:db8::1"));
  kept = Newcomers::Place();
  EXPECT_TRUE(newcomers.admit("2001:db8::1"));
}

TEST(Newcomers, AddressesThatManyShareAreNotCounted) {
  Newcomers newcomers(1);
  EXPECT_TRUE(newcomers.spare("10.0.0.0/8"));
  EXPECT_FALSE(newcomers.spare("proxy.example"));
  std::vector<Newcomers::Place> places;
  for (int i = 0; i < 10; ++i) {
    auto place = newcomers.admit("10.1.2.3");
    ASSERT_TRUE(place);
    places.push_back(*std::move(place));
  }
  EXPECT_TRUE(newcomers.admit("11.1.2.3"));
}

}  // namespace
}  // namespace walkie::net

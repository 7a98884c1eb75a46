#include "base/bounded_table.h"

#include <gtest/gtest.h>

#include <string>

namespace walkie {
namespace {

int itself(int value) { return value; }

TEST(BoundedTable, KeepsOneValueForAKey) {
  BoundedTable<std::string, int> table(10);
  table.get("a", 1, itself) += 4;
  EXPECT_EQ(table.get("a", 9, itself), 5);
  EXPECT_EQ(table.find("b"), nullptr);
  table.erase("a");
  EXPECT_EQ(table.size(), 0u);
}

TEST(BoundedTable, WhatLosesNothingIsSweptOutBeforeItGrows) {
  BoundedTable<int, int> table(1'000'000);
  for (int i = 0; i < 100'000; ++i)
    table.get(i, 0, itself);
  EXPECT_LE(table.size(), 256u);
  EXPECT_EQ(table.evicted(), 0u);
}

TEST(BoundedTable, FullTheLeastMakesRoom) {
  BoundedTable<int, int> table(100);
  for (int i = 0; i < 100; ++i)
    table.get(i, 1000 + i, itself);
  table.get(1000, 5000, itself);
  EXPECT_EQ(table.size(), 100u);
  EXPECT_EQ(table.find(0), nullptr);
  EXPECT_NE(table.find(1), nullptr);
  EXPECT_NE(table.find(1000), nullptr);
  EXPECT_EQ(table.evicted(), 1u);
}

TEST(BoundedTable, SweptAfterAnAttackItIsSmallAgain) {
  BoundedTable<int, int> table(50'000);
  int now = 1;
  const auto loss = [&](int until) { return until - now; };
  for (int i = 0; i < 60'000; ++i)
    table.get(i, 100, loss);
  EXPECT_EQ(table.size(), 50'000u);
  now = 100;
  table.sweep(loss);
  EXPECT_EQ(table.size(), 0u);
}

}  // namespace
}  // namespace walkie

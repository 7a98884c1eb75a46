#include "dispatch/fair_queue.h"

#include <gtest/gtest.h>

namespace walkie {
namespace {

TEST(FairQueue, KeysTakeTurns) {
  FairQueue<int> queue(10, 10);
  for (int i = 0; i < 5; ++i)
    EXPECT_FALSE(queue.push("many", i));
  EXPECT_FALSE(queue.push("one", 100));
  EXPECT_EQ(queue.pop(), 0);
  EXPECT_EQ(queue.pop(), 100);
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.size(), 3u);
}

TEST(FairQueue, FullTheLongestQueueLosesItsLast) {
  FairQueue<int> queue(4, 4);
  for (int i = 0; i < 4; ++i)
    queue.push("many", i);
  EXPECT_EQ(queue.push("one", 100), 3);
  EXPECT_EQ(queue.push("two", 200), 2);
  EXPECT_EQ(queue.push("many", 9), 9) << "its own queue is the longest";
  EXPECT_EQ(queue.size(), 4u);
}

TEST(FairQueue, FullOfEqualsTheNewcomerGoes) {
  FairQueue<int> queue(3, 3);
  for (const char* key : {"a", "b", "c"})
    EXPECT_FALSE(queue.push(key, 1));
  EXPECT_EQ(queue.push("d", 4), 4);
  EXPECT_EQ(queue.push("a", 5), 5);
}

TEST(FairQueue, OneKeyHasItsOwnLimit) {
  FairQueue<int> queue(10, 2);
  EXPECT_FALSE(queue.push("a", 1));
  EXPECT_FALSE(queue.push("a", 2));
  EXPECT_EQ(queue.push("a", 3), 3);
  EXPECT_FALSE(queue.push("b", 4));
}

TEST(FairQueue, EmptyAnswersNothing) {
  FairQueue<int> queue(2, 2);
  EXPECT_FALSE(queue.pop());
  FairQueue<int> none(0, 2);
  EXPECT_EQ(none.push("a", 1), 1);
}

}  // namespace
}  // namespace walkie

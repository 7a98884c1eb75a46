#include "base/bounded_queue.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

namespace walkie {
namespace {

TEST(BoundedQueue, RefusesWhenFullAndLeavesTheItem) {
  BoundedQueue<std::unique_ptr<int>> queue(1);
  EXPECT_TRUE(queue.put(std::make_unique<int>(1)));
  auto second = std::make_unique<int>(2);
  EXPECT_FALSE(queue.put(std::move(second)));
  EXPECT_NE(second, nullptr);
  EXPECT_EQ(queue.size(), 1U);
}

TEST(BoundedQueue, TakesInOrderAndNoMoreThanAsked) {
  BoundedQueue<int> queue(10);
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(queue.put(int(i)));
  std::vector<int> out;
  EXPECT_TRUE(queue.take(out, 3));
  EXPECT_EQ(out, (std::vector<int>{0, 1, 2}));
  EXPECT_TRUE(queue.take_now(out, 3));
  EXPECT_EQ(out, (std::vector<int>{3, 4}));
  EXPECT_FALSE(queue.take_now(out, 3));
}

TEST(BoundedQueue, CloseLetsTheRestOutAndThenEnds) {
  BoundedQueue<int> queue(10);
  EXPECT_TRUE(queue.put(1));
  queue.close();
  EXPECT_FALSE(queue.put(2));
  std::vector<int> out;
  EXPECT_TRUE(queue.take(out, 10));
  EXPECT_EQ(out, (std::vector<int>{1}));
  EXPECT_FALSE(queue.take(out, 10));
}

TEST(BoundedQueue, ManyPutOneTakesNothingIsLost) {
  constexpr int threads = 4;
  constexpr int each = 5000;
  BoundedQueue<int> queue(64);
  std::vector<std::thread> putters;
  for (int t = 0; t < threads; ++t) {
    putters.emplace_back([&queue, t] {
      for (int i = 0; i < each; ++i) {
        while (!queue.put(t * each + i))
          std::this_thread::yield();
      }
    });
  }
  std::vector<int> last(threads, -1);
  int taken = 0;
  std::vector<int> out;
  while (taken < threads * each && queue.take(out, 16)) {
    for (const int item : out) {
      EXPECT_GT(item % each, last[static_cast<std::size_t>(item / each)]);
      last[static_cast<std::size_t>(item / each)] = item % each;
      ++taken;
    }
  }
  for (auto& putter : putters)
    putter.join();
  EXPECT_EQ(taken, threads * each);
}

}  // namespace
}  // namespace walkie

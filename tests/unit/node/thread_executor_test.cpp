#include "node/thread_executor.h"

#include <gtest/gtest.h>

#include <future>
#include <vector>

#include "node/real_clock.h"

namespace walkie {
namespace {

TEST(ThreadExecutorTest, RunsInOrderAndFinishesBeforeItEnds) {
  const RealClock clock;
  std::vector<int> seen;
  {
    ThreadExecutor executor(clock, "test");
    for (int i = 0; i < 1000; ++i)
      executor.post([&seen, i] { seen.push_back(i); });
  }
  ASSERT_EQ(seen.size(), 1000U);
  for (int i = 0; i < 1000; ++i)
    EXPECT_EQ(seen[static_cast<std::size_t>(i)], i);
}

TEST(ThreadExecutorTest, TimersFireInTimeOrderUnlessCancelled) {
  const RealClock clock;
  std::promise<std::vector<int>> done;
  std::vector<int> seen;
  ThreadExecutor executor(clock, "test");
  executor.post([&] {
    executor.post_after(Duration(20), [&] {
      seen.push_back(3);
      done.set_value(seen);
    });
    executor.post_after(Duration(10), [&] { seen.push_back(2); });
    const auto cancelled = executor.post_after(Duration(5), [&] { seen.push_back(99); });
    executor.cancel(cancelled);
    executor.post([&] { seen.push_back(1); });
  });
  EXPECT_EQ(done.get_future().get(), (std::vector<int>{1, 2, 3}));
}

}  // namespace
}  // namespace walkie

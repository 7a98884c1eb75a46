// The doubles that every other test stands on.
#include <gtest/gtest.h>

#include <vector>

#include "tests/support/fake_clock.h"
#include "tests/support/manual_executor.h"
#include "tests/support/seeded_random.h"

namespace walkie {
namespace {

TEST(ManualExecutor, RunsTimersInTheOrderOfTheirDeadlines) {
  testing::FakeClock clock;
  testing::ManualExecutor executor(clock);
  std::vector<int> ran;
  const Instant start = clock.now();
  executor.post_after(Duration(20), [&] { ran.push_back(2); });
  executor.post_after(Duration(10), [&] {
    ran.push_back(1);
    EXPECT_EQ(clock.now(), start + Duration(10));
    executor.post_after(Duration(5), [&] { ran.push_back(15); });
  });
  const TimerId cancelled = executor.post_after(Duration(12), [&] { ran.push_back(99); });
  executor.cancel(cancelled);
  executor.post([&] { ran.push_back(0); });
  executor.advance(Duration(20));
  EXPECT_EQ(ran, (std::vector<int>{0, 1, 15, 2}));
  EXPECT_EQ(clock.now(), start + Duration(20));
  EXPECT_EQ(executor.timers(), 0U);
}

TEST(SeededRandom, SameSeedSameNumbers) {
  testing::SeededRandom a(7);
  testing::SeededRandom b(7);
  testing::SeededRandom c(8);
  const std::uint64_t first = a.next();
  EXPECT_EQ(first, b.next());
  EXPECT_NE(first, c.next());
  for (int i = 0; i < 100; ++i)
    EXPECT_LT(a.below(10), 10U);
}

}  // namespace
}  // namespace walkie

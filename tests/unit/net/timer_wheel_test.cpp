#include "net/timer_wheel.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace walkie::net {
namespace {

struct Alarm : TimerWheel::Timer {
  void on_time() override { fire(); }
  std::function<void()> fire;
};

TEST(TimerWheel, FiresNeitherEarlyNorLateAtAnyDistance) {
  std::mt19937_64 random(3);
  std::int64_t now = 1'000'003;
  TimerWheel wheel({now});
  std::vector<std::unique_ptr<Alarm>> alarms;
  std::int64_t at = now;
  std::size_t fired = 0;
  for (int i = 0; i < 2'000; ++i) {
    auto& alarm = *alarms.emplace_back(std::make_unique<Alarm>());
    std::int64_t due = now + 1 + static_cast<std::int64_t>(random() % (1ULL << (1 + i % 33)));
    alarm.fire = [&fired, &at, due] {
      ++fired;
      EXPECT_EQ(at, due);
    };
    wheel.arm(alarm, {due});
  }
  // Going from one next() to the following is enough to be on time.
  while (auto next = wheel.next()) {
    ASSERT_GT(next->ms, at);
    at = next->ms;
    wheel.advance({at});
  }
  EXPECT_EQ(fired, alarms.size());
}

TEST(TimerWheel, ALateAdvanceFiresAllThatIsDueInOrder) {
  TimerWheel wheel({0});
  std::vector<int> order;
  std::vector<Alarm> alarms(4);
  int dues[] = {900, 5, 70, 5000};
  for (int i = 0; i < 4; ++i) {
    alarms[static_cast<std::size_t>(i)].fire = [&order, i] { order.push_back(i); };
    wheel.arm(alarms[static_cast<std::size_t>(i)], {dues[i]});
  }
  wheel.advance({1000});
  EXPECT_EQ(order, (std::vector<int>{1, 2, 0}));
  wheel.advance({5000});
  EXPECT_EQ(order.size(), 4U);
}

TEST(TimerWheel, DisarmedRearmedAndDestroyedTimersDoNotFireAgain) {
  TimerWheel wheel({0});
  int fired = 0;
  Alarm once, moved;
  once.fire = moved.fire = [&] { ++fired; };
  auto doomed = std::make_unique<Alarm>();
  doomed->fire = [] { FAIL(); };
  wheel.arm(once, {10});
  wheel.arm(moved, {10});
  wheel.arm(*doomed, {10});
  once.disarm();
  wheel.arm(moved, {20});
  doomed.reset();
  wheel.advance({15});
  EXPECT_EQ(fired, 0);
  wheel.advance({20});
  EXPECT_EQ(fired, 1);
  EXPECT_FALSE(moved.armed());
}

TEST(TimerWheel, ATimerMayRearmItselfAndDestroyAnotherWhileFiring) {
  TimerWheel wheel({0});
  Alarm first;
  auto second = std::make_unique<Alarm>();
  int count = 0;
  second->fire = [] { FAIL() << "it was destroyed before its turn"; };
  first.fire = [&] {
    second.reset();
    if (++count < 3) wheel.arm(first, {0});
  };
  wheel.arm(first, {5});
  wheel.arm(*second, {5});
  wheel.advance({100});
  EXPECT_EQ(count, 3);
}

}  // namespace
}  // namespace walkie::net

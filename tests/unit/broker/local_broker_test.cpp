#include "broker/local_broker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "tests/support/manual_executor.h"

namespace walkie {
namespace {

using testing::FakeClock;
using testing::ManualExecutor;

struct Heard {
  std::vector<std::string> texts;
  Broker::Sink sink() {
    return [this](std::span<const Broadcast> batch) {
      for (const Broadcast& broadcast : batch)
        texts.emplace_back(broadcast.payload.view());
    };
  }
};

Broadcast durable(ChannelKey channel, Seq seq, std::string_view text) {
  return {channel, seq, Delivery::durable, SharedBytes(text)};
}

class LocalBrokerTest : public ::testing::Test {
 protected:
  void publish(std::vector<Broadcast> batch) { broker.publish(batch); }

  FakeClock clock;
  ManualExecutor one{clock}, two{clock};
  LocalBroker broker{0};
  Heard at_one, at_two;
};

TEST_F(LocalBrokerTest, HandsABatchToEveryLoopThatListensAndWakesNobodyElse) {
  auto subscriber_one = broker.join(one, at_one.sink());
  auto subscriber_two = broker.join(two, at_two.sink());
  subscriber_one->subscribe(7);
  subscriber_two->subscribe(8);
  publish({durable(7, 1, "a"), durable(7, 2, "b")});
  EXPECT_EQ(one.tasks(), 1u);
  EXPECT_EQ(two.tasks(), 0u);
  one.run();
  EXPECT_THAT(at_one.texts, ::testing::ElementsAre("a", "b"));
}

TEST_F(LocalBrokerTest, PostsOneDrainHoweverManyBatchesWait) {
  auto subscriber = broker.join(one, at_one.sink());
  subscriber->subscribe(7);
  for (int i = 0; i < 5; ++i)
    publish({durable(7, i + 1, std::to_string(i))});
  EXPECT_EQ(one.tasks(), 1u);
  one.run();
  EXPECT_THAT(at_one.texts, ::testing::ElementsAre("0", "1", "2", "3", "4"));
  publish({durable(7, 6, "5")});
  EXPECT_EQ(one.tasks(), 1u);
}

TEST_F(LocalBrokerTest, SharesThePayloadInsteadOfCopyingIt) {
  auto subscriber_one = broker.join(one, at_one.sink());
  const char* seen = nullptr;
  auto subscriber_two = broker.join(
      two, [&](std::span<const Broadcast> batch) { seen = batch.front().payload.view().data(); });
  subscriber_two->subscribe(7);
  const Broadcast broadcast = durable(7, 1, "once");
  publish({broadcast});
  two.run();
  EXPECT_EQ(seen, broadcast.payload.view().data());
}

TEST_F(LocalBrokerTest, ListeningIsCounted) {
  auto subscriber = broker.join(one, at_one.sink());
  subscriber->subscribe(7);
  subscriber->subscribe(7);
  subscriber->unsubscribe(7);
  EXPECT_TRUE(broker.has_subscribers(7));
  subscriber->unsubscribe(7);
  subscriber->unsubscribe(7);  // once too often: nothing happens
  EXPECT_FALSE(broker.has_subscribers(7));
  publish({durable(7, 1, "a")});
  EXPECT_EQ(one.tasks(), 0u);
}

TEST_F(LocalBrokerTest, NothingReachesASinkAfterItsSubscriberIsGone) {
  auto subscriber = broker.join(one, at_one.sink());
  subscriber->subscribe(7);
  publish({durable(7, 1, "late")});
  subscriber.reset();
  one.run();
  EXPECT_TRUE(at_one.texts.empty());
  EXPECT_FALSE(broker.has_subscribers(7));
}

TEST_F(LocalBrokerTest, ALoopThatTakesNothingLosesWhatIsAboveItsBoundAndOthersDoNot) {
  LocalBroker bounded(10);
  auto slow = bounded.join(one, at_one.sink());
  auto quick = bounded.join(two, at_two.sink());
  slow->subscribe(7);
  quick->subscribe(7);
  for (int i = 0; i < 4; ++i) {
    bounded.publish(std::vector<Broadcast>{durable(7, i + 1, "12345")});
    two.run();
  }
  one.run();
  EXPECT_EQ(at_one.texts.size(), 2u);
  EXPECT_EQ(at_two.texts.size(), 4u);
  EXPECT_EQ(bounded.lost(), 2u);
  EXPECT_EQ(bounded.queued_bytes(), 0);
}

TEST_F(LocalBrokerTest, WhatWasNeverDrainedIsFreedWithTheBroker) {
  auto broker_two = std::make_unique<LocalBroker>(0);
  {
    auto subscriber = broker_two->join(one, at_one.sink());
    subscriber->subscribe(7);
    broker_two->publish(std::vector<Broadcast>{durable(7, 1, "a")});
  }
  broker_two.reset();
  one.run();
  EXPECT_TRUE(at_one.texts.empty());
}

// One real thread as a loop: publishers race with it, order per publisher must hold.
TEST(LocalBrokerThreads, KeepsTheOrderOfEachPublisher) {
  FakeClock clock;
  ManualExecutor loop(clock);
  LocalBroker broker(0);
  constexpr int kPublishers = 3;
  constexpr int kEach = 5'000;
  std::vector<Seq> last(kPublishers, 0);
  std::atomic<int> received{0};
  bool ordered = true;
  auto subscriber = broker.join(loop, [&](std::span<const Broadcast> batch) {
    for (const Broadcast& broadcast : batch) {
      ordered = ordered && broadcast.seq == last[broadcast.channel] + 1;
      last[broadcast.channel] = broadcast.seq;
      ++received;
    }
  });
  for (int p = 0; p < kPublishers; ++p)
    subscriber->subscribe(static_cast<ChannelKey>(p));
  std::vector<std::thread> publishers;
  for (int p = 0; p < kPublishers; ++p) {
    publishers.emplace_back([&broker, p] {
      for (Seq seq = 1; seq <= kEach; ++seq) {
        const Broadcast one = durable(static_cast<ChannelKey>(p), seq, "x");
        broker.publish({&one, 1});
      }
    });
  }
  while (received < kPublishers * kEach) {
    if (loop.run() == 0) std::this_thread::yield();
  }
  for (std::thread& publisher : publishers)
    publisher.join();
  EXPECT_TRUE(ordered);
  EXPECT_EQ(broker.queued_bytes(), 0);
}

}  // namespace
}  // namespace walkie

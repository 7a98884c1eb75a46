#include "hub/hub.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace walkie::hub {
namespace {

struct Recorder : Listener {
  void deliver(Channel channel, const SharedBytes& bytes, Delivery delivery) override {
    as.push_back(delivery);
    received.push_back(std::to_string(channel) + ":" + std::string(bytes.view()));
    auto reaction = react;  // it may set the next one
    if (reaction) reaction();
  }
  std::vector<std::string> received;
  std::vector<Delivery> as;
  std::function<void()> react;
};

SharedBytes bytes(std::string_view text) { return SharedBytes(text); }

TEST(Hub, DeliversToTheListenersOfTheChannelOnly) {
  Hub hub;
  Recorder a, b, c;
  EXPECT_TRUE(hub.join(1, a));
  EXPECT_FALSE(hub.join(1, b));
  EXPECT_FALSE(hub.join(1, b));
  EXPECT_TRUE(hub.join(2, c));
  EXPECT_EQ(hub.publish(1, bytes("x"), Delivery::durable), 2U);
  EXPECT_EQ(hub.publish(3, bytes("y"), Delivery::durable), 0U);
  EXPECT_EQ(a.received, std::vector<std::string>{"1:x"});
  EXPECT_EQ(b.received, std::vector<std::string>{"1:x"});
  EXPECT_TRUE(c.received.empty());
  EXPECT_EQ(hub.subscriptions(), 3U);
  EXPECT_EQ(hub.channels(), 2U);
}

// H7: what is ephemeral may be dropped by a slow connection, so it must arrive as that.
TEST(Hub, DeliversAsWhatItWasPublished) {
  Hub hub;
  Recorder a, b;
  hub.join(1, a);
  hub.join(1, b);
  hub.publish(1, bytes("typing"), Delivery::ephemeral);
  hub.publish(1, bytes("message"), Delivery::durable);
  for (const Recorder* recorder : {&a, &b})
    EXPECT_EQ(recorder->as, (std::vector<Delivery>{Delivery::ephemeral, Delivery::durable}));
}

TEST(Hub, SaysWhenAChannelBeginsAndEnds) {
  Hub hub;
  Recorder a, b;
  EXPECT_TRUE(hub.join(7, a));
  EXPECT_FALSE(hub.join(7, b));
  EXPECT_FALSE(hub.leave(7, a));
  EXPECT_FALSE(hub.leave(7, a));
  EXPECT_TRUE(hub.leave(7, b));
  EXPECT_EQ(hub.channels(), 0U);
  EXPECT_EQ(hub.subscriptions(), 0U);
}

TEST(Hub, AListenerThatLeavesDuringAPublishGetsNothingMore) {
  Hub hub;
  Recorder a, b, c;
  hub.join(1, a);
  hub.join(1, b);
  hub.join(1, c);
  a.react = [&] {
    hub.leave(1, a);
    hub.leave(1, b);
  };
  EXPECT_EQ(hub.publish(1, bytes("x"), Delivery::durable), 2U);
  EXPECT_TRUE(b.received.empty());
  EXPECT_EQ(c.received.size(), 1U);
  EXPECT_EQ(hub.listeners(1), 1U);
}

TEST(Hub, AListenerThatJoinsDuringAPublishGetsTheNextOne) {
  Hub hub;
  Recorder a;
  std::vector<Recorder> late(20);
  hub.join(1, a);
  a.react = [&] {
    for (Recorder& recorder : late)
      hub.join(1, recorder);
    for (Channel channel = 100; channel < 300; ++channel)
      hub.join(channel, a);
    a.react = nullptr;
  };
  EXPECT_EQ(hub.publish(1, bytes("x"), Delivery::durable), 1U);
  EXPECT_EQ(hub.publish(1, bytes("y"), Delivery::durable), 21U);
  for (Recorder& recorder : late)
    EXPECT_EQ(recorder.received, std::vector<std::string>{"1:y"});
}

TEST(Hub, TheLastMayLeaveAndComeBackDuringAPublish) {
  Hub hub;
  Recorder a;
  hub.join(1, a);
  a.react = [&] {
    EXPECT_TRUE(hub.leave(1, a));
    EXPECT_TRUE(hub.join(1, a));
  };
  EXPECT_EQ(hub.publish(1, bytes("x"), Delivery::durable), 1U);
  EXPECT_EQ(hub.listeners(1), 1U);
  a.react = [&] { hub.leave(1, a); };
  hub.publish(1, bytes("y"), Delivery::durable);
  EXPECT_EQ(hub.channels(), 0U);
}

TEST(Hub, APublishInsideAPublishIsDelivered) {
  Hub hub;
  Recorder a, b;
  hub.join(1, a);
  hub.join(1, b);
  a.react = [&] {
    a.react = nullptr;
    hub.publish(1, bytes("inner"), Delivery::durable);
    hub.leave(1, b);
  };
  EXPECT_EQ(hub.publish(1, bytes("outer"), Delivery::durable), 1U);
  EXPECT_EQ(b.received, std::vector<std::string>{"1:inner"});
  EXPECT_EQ(hub.listeners(1), 1U);
}

// The flat table against std::map, through growth, backward shifts and reuse of rooms.
TEST(Hub, AgreesWithAPlainModelOverRandomJoinsAndLeaves) {
  Hub hub;
  std::vector<Recorder> recorders(12);
  std::map<Channel, std::set<std::size_t>> model;
  std::mt19937 random(7);
  for (int step = 0; step < 40'000; ++step) {
    Channel channel = random() % 300;
    std::size_t recorder = random() % recorders.size();
    if (random() % 2 == 0) {
      bool first = model[channel].empty();
      bool added = model[channel].insert(recorder).second;
      EXPECT_EQ(hub.join(channel, recorders[recorder]), first && added);
    } else {
      bool removed = model[channel].erase(recorder) == 1;
      EXPECT_EQ(hub.leave(channel, recorders[recorder]), removed && model[channel].empty());
    }
    ASSERT_EQ(hub.listeners(channel), model[channel].size());
  }
  std::size_t total = 0;
  for (auto& [channel, set] : model) {
    total += set.size();
    EXPECT_EQ(hub.publish(channel, bytes(""), Delivery::ephemeral), set.size());
  }
  EXPECT_EQ(hub.subscriptions(), total);
}

}  // namespace
}  // namespace walkie::hub

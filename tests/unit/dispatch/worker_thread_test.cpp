#include "dispatch/worker_thread.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "actions/get_conversation.h"
#include "tests/unit/dispatch/stage.h"

namespace walkie {
namespace {

// Real time, for timers of a real thread.
class SteadyClock final : public Clock {
 public:
  WallTime wall() const override { return {now().ms}; }
  Instant now() const override {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
  }
};

TEST(WorkerThread, RunsInOrderAndFinishesWhatWasPosted) {
  SteadyClock clock;
  std::vector<int> order;
  {
    WorkerThread thread(clock);
    for (int i = 0; i < 100; ++i)
      thread.post([&order, i] { order.push_back(i); });
  }
  ASSERT_EQ(order.size(), 100u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(WorkerThread, TimersRunWhenDueUnlessCancelled) {
  SteadyClock clock;
  WorkerThread thread(clock);
  std::promise<void> fired;
  std::atomic<bool> cancelled_ran{false};
  thread.post([&] {
    const TimerId never = thread.post_after(Duration(1), [&] { cancelled_ran = true; });
    thread.cancel(never);
    thread.post_after(Duration(5), [&] { fired.set_value(); });
  });
  EXPECT_EQ(fired.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_FALSE(cancelled_ran);
}

// The whole of it with real threads: many senders, every answer once, one gapless log.
TEST(DispatchThreads, ManySendersGetOneGaplessLog) {
  constexpr int kSenders = 4;
  constexpr int kEach = 200;
  SteadyClock clock;
  testing::SeededRandom random;
  Limits limits;
  testing::MemoryStore store(random);
  LocalBroker broker(0);
  Metrics metrics;
  Log log(clock, {.level = Level::off});
  WorkerThread loop(clock), writer(clock), reader_a(clock), reader_b(clock), passwords(clock);
  Dispatch dispatch({store,
                     broker,
                     clock,
                     random,
                     limits,
                     writer,
                     {&reader_a, &reader_b},
                     {&passwords},
                     log,
                     metrics});

  auto ask = [&](const Principal& who, auto verb) {
    using Answer = typename decltype(verb)::Answer;
    std::promise<Answer> promise;
    dispatch.run(loop, who, verb,
                 [&](Result<Answer> got) { promise.set_value(std::move(got).value()); });
    return promise.get_future().get();
  };
  ask(console_principal(), actions::EnsureInbox{});
  const Principal vic = actions::principal_of(ask({}, actions::CreateVisitor{}).visitor);
  const ConversationId id = ask(vic, actions::OpenConversation{}).conversation.id;

  std::vector<Seq> pushed, answered;  // the loop's alone
  std::unique_ptr<BrokerSubscriber> subscriber;
  std::promise<void> joined;
  loop.post([&] {
    subscriber = broker.join(loop, [&](std::span<const Broadcast> batch) {
      for (const Broadcast& broadcast : batch)
        pushed.push_back(broadcast.seq);
    });
    subscriber->subscribe(conversation_channel(id));
    joined.set_value();
  });
  joined.get_future().wait();
  std::vector<std::thread> senders;
  for (int s = 0; s < kSenders; ++s) {
    senders.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        dispatch.run(loop, vic, actions::PostMessage{.conversation_id = id, .content = "x"},
                     [&](Result<actions::PostedMessage> got) {
                       answered.push_back(got.value().message.seq);
                     });
      }
    });
  }
  for (std::thread& sender : senders)
    sender.join();
  std::promise<void> stopped;
  dispatch.stop(loop, [&] {
    subscriber.reset();
    stopped.set_value();
  });
  stopped.get_future().wait();
  loop.stop();
  ASSERT_EQ(pushed.size(), static_cast<std::size_t>(kSenders * kEach));
  ASSERT_EQ(answered.size(), pushed.size());
  for (std::size_t i = 0; i < pushed.size(); ++i)
    EXPECT_EQ(pushed[i], static_cast<Seq>(i + 1));
}

}  // namespace
}  // namespace walkie

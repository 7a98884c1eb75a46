// Batches, steps and snapshots (protocol S2).
#include <array>
#include <atomic>
#include <future>
#include <thread>

#include "tests/contract/store/store_suite.h"

namespace walkie {
namespace {

class StoreBatch : public StoreContract {};
INSTANTIATE_TEST_SUITE_P(Stores, StoreBatch, ::testing::Values("sqlite"), name_of);

const Error refused{Code::forbidden, "no", "not this one", "", 0};

TEST_P(StoreBatch, AFailedStepLeavesNoTraceAndTheOthersStand) {
  const std::array names = {"one", "two", "three"};
  const auto results = writer->commit(3, [&](std::size_t i, Transaction& t) -> Result<void> {
    const bool fail = i == 1;
    t.save_setting(names[i], "1");
    post(t, message(names[i]));
    t.advance_position({conversation, 1, 1, fail ? 50 : 1, 1});
    Conversation row = *t.conversation(conversation);
    row.updated_at.ms += 100;
    t.save_conversation(row);
    if (fail) return refused;
    return {};
  });
  ASSERT_TRUE(results.ok());
  ASSERT_EQ(results->size(), 3U);
  EXPECT_TRUE((*results)[0].ok());
  EXPECT_EQ((*results)[1].error().code, Code::forbidden);
  EXPECT_EQ((*results)[1].error().detail, "not this one");
  EXPECT_TRUE((*results)[2].ok());
  read([&](View& v) {
    EXPECT_TRUE(v.setting("one").has_value());
    EXPECT_FALSE(v.setting("two").has_value());
    EXPECT_TRUE(v.setting("three").has_value());
    EXPECT_FALSE(
        v.message_by_client_id(conversation, PrincipalKind::visitor, visitor.value, "two"));
    EXPECT_EQ(v.conversation(conversation)->last_seq, 2);
    EXPECT_EQ(v.conversation(conversation)->updated_at, WallTime{210});
    EXPECT_EQ(v.position(conversation, PrincipalKind::visitor, 1)->read_seq, 1);
  });
}

// The step looks, finds nobody, and loses to the step before it: the constraint of the database
// finds it. Nothing of it stays, and the others stand.
TEST_P(StoreBatch, AConflictCostsItsOwnStep) {
  int conflicts_run = 0;
  const auto results = writer->commit(4, [&](std::size_t i, Transaction& t) -> Result<void> {
    const std::string id = "c" + std::to_string(i);
    post(t, message(id));
    if (i != 2) return {};
    ++conflicts_run;
    t.save_setting("two", "1");
    Agent row;
    row.email = "ana@example.com";  // is taken
    t.add_agent(row);
    post(t, message("after the conflict"));
    return {};
  });
  ASSERT_TRUE(results.ok());
  EXPECT_LE(conflicts_run, 2);
  for (const std::size_t i : {0U, 1U, 3U})
    EXPECT_TRUE((*results)[i].ok()) << i;
  EXPECT_EQ((*results)[2].error().code, Code::conflict);
  EXPECT_EQ((*results)[2].error().reason, store_conflict().reason);
  read([&](View& v) {
    EXPECT_FALSE(v.setting("two").has_value());
    EXPECT_EQ(v.agents().size(), 1U);
    const auto events = v.events(conversation, Channel::everyone, 0, 10);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[2].message.client_id, "c3");
    EXPECT_EQ(events[2].seq, 3);
    EXPECT_EQ(v.conversation(conversation)->last_seq, 3);
  });
}

TEST_P(StoreBatch, TwoConflictsInOneBatchCostTwoSteps) {
  const auto results = writer->commit(5, [&](std::size_t i, Transaction& t) -> Result<void> {
    post(t, message("c" + std::to_string(i)));
    if (i % 2 == 1) t.add_conversation(Conversation{});  // of no inbox
    return {};
  });
  ASSERT_TRUE(results.ok());
  for (std::size_t i = 0; i < 5; ++i)
    EXPECT_EQ((*results)[i].ok(), i % 2 == 0) << i;
  read([&](View& v) { EXPECT_EQ(v.conversation(conversation)->last_seq, 3); });
}

// L1: a seq that was taken and not used must not be missing in the log.
TEST_P(StoreBatch, AStepThatFailsWithASeqInItsHandLeavesNoHole) {
  const auto failed = writer->write([&](Transaction& t) -> Result<void> {
    EXPECT_EQ(t.next_seq(conversation, Channel::everyone), 1);
    return refused;
  });
  EXPECT_EQ(failed.error().code, Code::forbidden);
  write([&](Transaction& t) { EXPECT_EQ(post(t, message("c1")).seq, 1); });
}

TEST_P(StoreBatch, AStepThatFailsBeforeAnyChangeIsNotRunAgain) {
  int runs = 0;
  const auto results = writer->commit(2, [&](std::size_t i, Transaction& t) -> Result<void> {
    ++runs;
    EXPECT_TRUE(t.conversation(conversation));
    if (i == 0) return refused;
    post(t, message("c1"));
    return {};
  });
  ASSERT_TRUE(results.ok());
  EXPECT_FALSE((*results)[0].ok());
  EXPECT_TRUE((*results)[1].ok());
  EXPECT_EQ(runs, 2);
  read([&](View& v) { EXPECT_EQ(v.conversation(conversation)->last_seq, 1); });
}

TEST_P(StoreBatch, AStepSeesWhatEarlierStepsOfItsBatchWrote) {
  const auto results = writer->commit(2, [&](std::size_t i, Transaction& t) -> Result<void> {
    if (i == 0) {
      post(t, message("c1"));
      return {};
    }
    EXPECT_TRUE(t.message_by_client_id(conversation, PrincipalKind::visitor, visitor.value, "c1"));
    EXPECT_EQ(t.conversation(conversation)->last_seq, 1);
    EXPECT_EQ(t.events(conversation, Channel::everyone, 0, 10).size(), 1U);
    return {};
  });
  ASSERT_TRUE(results.ok());
  EXPECT_TRUE((*results)[1].ok());
}

TEST_P(StoreBatch, ReadersSeeNothingBeforeTheCommit) {
  auto second = store->reader();
  const auto expect_head = [&](Seq head) {
    for (Reader* each : {reader.get(), second.get()}) {
      const auto looked = each->read([&](View& v) -> Result<void> {
        EXPECT_EQ(v.conversation(conversation)->last_seq, head);
        EXPECT_EQ(v.events(conversation, Channel::everyone, 0, 10).size(),
                  static_cast<std::size_t>(head));
        return {};
      });
      EXPECT_TRUE(looked.ok());
    }
  };
  const auto results = writer->commit(2, [&](std::size_t i, Transaction& t) -> Result<void> {
    if (i == 0) post(t, message("c1"));
    if (i == 1) expect_head(0);
    return {};
  });
  ASSERT_TRUE(results.ok());
  expect_head(1);
}

TEST_P(StoreBatch, ASnapshotDoesNotChangeWhileTheWriterCommits) {
  read([&](View& before) {
    EXPECT_EQ(before.conversation(conversation)->last_seq, 0);
    auto committed = std::async(std::launch::async,
                                [&] { write([&](Transaction& t) { post(t, message("c1")); }); });
    committed.get();
    EXPECT_EQ(before.conversation(conversation)->last_seq, 0);
    EXPECT_TRUE(before.events(conversation, Channel::everyone, 0, 10).empty());
    auto second = store->reader();
    ASSERT_TRUE(second
                    ->read([&](View& now) -> Result<void> {
                      EXPECT_EQ(now.conversation(conversation)->last_seq, 1);
                      return {};
                    })
                    .ok());
  });
  read([&](View& after) { EXPECT_EQ(after.conversation(conversation)->last_seq, 1); });
}

TEST_P(StoreBatch, AReadersErrorComesBack) {
  const auto result = reader->read([](View&) -> Result<void> { return refused; });
  EXPECT_EQ(result.error().reason, "no");
}

TEST_P(StoreBatch, ABatchThatWroteNothingCommits) {
  const auto results = writer->commit(2, [](std::size_t i, Transaction&) -> Result<void> {
    if (i == 1) return refused;
    return {};
  });
  ASSERT_TRUE(results.ok());
  EXPECT_TRUE((*results)[0].ok());
  EXPECT_FALSE((*results)[1].ok());
  const auto none =
      writer->commit(0, [](std::size_t, Transaction&) -> Result<void> { return refused; });
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(none->empty());
}

TEST_P(StoreBatch, WhatDoesNotFitTogetherConflicts) {
  const auto nowhere = writer->write([&](Transaction& t) -> Result<void> {
    Message row = message("c1");
    row.conversation_id = {99};
    post(t, row);
    return {};
  });
  EXPECT_EQ(nowhere.error().code, Code::conflict);
  const auto twice = writer->write([&](Transaction& t) -> Result<void> {
    Message row = post(t, message("c2"));
    row.client_id = "c3";
    t.add_message(row);  // the same seq again
    return {};
  });
  EXPECT_EQ(twice.error().code, Code::conflict);
  read([&](View& v) { EXPECT_EQ(v.conversation(conversation)->last_seq, 0); });
}

TEST_P(StoreBatch, WritersAndReadersTogetherSeeWholeCommits) {
  constexpr std::size_t batches = 50;
  std::atomic<bool> done = false;
  std::thread watcher([&] {
    auto mine = store->reader();
    Seq last = 0;
    while (!done) {
      const auto result = mine->read([&](View& v) -> Result<void> {
        const Seq head = v.conversation(conversation)->last_seq;
        EXPECT_GE(head, last);
        EXPECT_EQ(head % 3, 0);  // whole batches only
        EXPECT_EQ(v.events(conversation, Channel::everyone, 0, 1000).size(),
                  static_cast<std::size_t>(head));
        last = head;
        return {};
      });
      EXPECT_TRUE(result.ok());
    }
  });
  for (std::size_t batch = 0; batch < batches; ++batch) {
    const auto results = writer->commit(3, [&](std::size_t i, Transaction& t) -> Result<void> {
      post(t, message(std::to_string(batch * 3 + i)));
      return {};
    });
    EXPECT_TRUE(results.ok());
  }
  done = true;
  watcher.join();
}

}  // namespace
}  // namespace walkie

// Batches, steps and snapshots (protocol S2).
#include <future>
#include <thread>

#include "tests/contract/store/store_suite.h"

namespace walkie {
namespace {

class StoreBatch : public StoreContract {};
INSTANTIATE_TEST_SUITE_P(Stores, StoreBatch, ::testing::Values("memory", "sqlite"), name_of);

const Error refused{Code::forbidden, "no", "not this one", "", 0};

TEST_P(StoreBatch, AFailedStepLeavesNoTraceAndTheOthersStand) {
  ASSERT_TRUE(writer->begin().ok());
  const auto add = [&](const char* name, bool fail) {
    return writer->step([&, name, fail](Transaction& t) -> Result<void> {
      t.save_setting(name, "1");
      post(t, message(name));
      t.advance_position({conversation, 1, 1, fail ? 50 : 1, 1});
      Conversation row = *t.conversation(conversation);
      row.updated_at.ms += 100;
      t.save_conversation(row);
      if (fail) return refused;
      return {};
    });
  };
  EXPECT_TRUE(add("one", false).ok());
  const auto failed = add("two", true);
  EXPECT_EQ(failed.error().code, Code::forbidden);
  EXPECT_EQ(failed.error().detail, "not this one");
  EXPECT_TRUE(add("three", false).ok());
  ASSERT_TRUE(writer->commit().ok());
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

// A store may undo only all of it; then it says so, and the same steps pass under each_step.
TEST_P(StoreBatch, AFailedStepOfAnUnguardedBatchSpoilsItOrLeavesNoTrace) {
  const auto run = [&](Writer::Undo undo) {
    ASSERT_TRUE(writer->begin(undo).ok());
    const auto add = [&](const char* name, bool fail) {
      return writer->step([&, name, fail](Transaction& t) -> Result<void> {
        post(t, message(name));
        if (fail) return refused;
        return {};
      });
    };
    EXPECT_TRUE(add("one", false).ok());
    EXPECT_EQ(add("two", true).error().code, Code::forbidden);
    EXPECT_EQ(add("three", false).ok(), !writer->spoiled());
  };
  run(Writer::Undo::whole_batch);
  const bool spoiled = writer->spoiled();
  EXPECT_EQ(writer->commit().ok(), !spoiled);
  if (spoiled) {
    read([&](View& v) { EXPECT_EQ(v.conversation(conversation)->last_seq, 0); });
    run(Writer::Undo::each_step);
    EXPECT_FALSE(writer->spoiled());
    ASSERT_TRUE(writer->commit().ok());
  }
  read([&](View& v) {
    EXPECT_EQ(v.conversation(conversation)->last_seq, 2);
    EXPECT_EQ(v.events(conversation, Channel::everyone, 0, 10).size(), 2U);
  });
}

// L1: a seq that was taken and not used must not be missing in the log.
TEST_P(StoreBatch, AStepThatFailsWithASeqInItsHandLeavesNoHole) {
  ASSERT_TRUE(writer->begin(Writer::Undo::whole_batch).ok());
  const auto failed = writer->step([&](Transaction& t) -> Result<void> {
    EXPECT_EQ(t.next_seq(conversation, Channel::everyone), 1);
    return refused;
  });
  EXPECT_EQ(failed.error().code, Code::forbidden);
  const bool spoiled = writer->spoiled();
  EXPECT_EQ(writer->commit().ok(), !spoiled);
  ASSERT_TRUE(writer->begin(Writer::Undo::whole_batch).ok());
  ASSERT_TRUE(writer
                  ->step([&](Transaction& t) -> Result<void> {
                    EXPECT_EQ(post(t, message("c1")).seq, 1);
                    return {};
                  })
                  .ok());
  ASSERT_TRUE(writer->commit().ok());
}

TEST_P(StoreBatch, AStepThatFailsBeforeAnyChangeSpoilsNothing) {
  ASSERT_TRUE(writer->begin(Writer::Undo::whole_batch).ok());
  EXPECT_FALSE(writer
                   ->step([&](Transaction& t) -> Result<void> {
                     EXPECT_TRUE(t.conversation(conversation));
                     return refused;
                   })
                   .ok());
  EXPECT_FALSE(writer->spoiled());
  ASSERT_TRUE(writer
                  ->step([&](Transaction& t) -> Result<void> {
                    post(t, message("c1"));
                    return {};
                  })
                  .ok());
  ASSERT_TRUE(writer->commit().ok());
  read([&](View& v) { EXPECT_EQ(v.conversation(conversation)->last_seq, 1); });
}

TEST_P(StoreBatch, AStepSeesWhatEarlierStepsOfItsBatchWrote) {
  ASSERT_TRUE(writer->begin().ok());
  ASSERT_TRUE(writer
                  ->step([&](Transaction& t) -> Result<void> {
                    post(t, message("c1"));
                    return {};
                  })
                  .ok());
  ASSERT_TRUE(writer
                  ->step([&](Transaction& t) -> Result<void> {
                    EXPECT_TRUE(t.message_by_client_id(conversation, PrincipalKind::visitor,
                                                       visitor.value, "c1"));
                    EXPECT_EQ(t.conversation(conversation)->last_seq, 1);
                    EXPECT_EQ(t.events(conversation, Channel::everyone, 0, 10).size(), 1U);
                    return {};
                  })
                  .ok());
  ASSERT_TRUE(writer->commit().ok());
}

TEST_P(StoreBatch, ReadersSeeNothingBeforeTheCommit) {
  auto second = store->reader();
  ASSERT_TRUE(writer->begin().ok());
  ASSERT_TRUE(writer
                  ->step([&](Transaction& t) -> Result<void> {
                    post(t, message("c1"));
                    return {};
                  })
                  .ok());
  for (Reader* each : {reader.get(), second.get()}) {
    ASSERT_TRUE(each->read([&](View& v) -> Result<void> {
                      EXPECT_EQ(v.conversation(conversation)->last_seq, 0);
                      EXPECT_TRUE(v.events(conversation, Channel::everyone, 0, 10).empty());
                      return {};
                    })
                    .ok());
  }
  ASSERT_TRUE(writer->commit().ok());
  for (Reader* each : {reader.get(), second.get()}) {
    ASSERT_TRUE(each->read([&](View& v) -> Result<void> {
                      EXPECT_EQ(v.conversation(conversation)->last_seq, 1);
                      EXPECT_EQ(v.events(conversation, Channel::everyone, 0, 10).size(), 1U);
                      return {};
                    })
                    .ok());
  }
}

TEST_P(StoreBatch, ASnapshotStandsWhileTheWriterGoesOn) {
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
  ASSERT_TRUE(writer->begin().ok());
  EXPECT_TRUE(writer->step([](Transaction&) -> Result<void> { return {}; }).ok());
  EXPECT_FALSE(writer->step([](Transaction&) -> Result<void> { return refused; }).ok());
  EXPECT_TRUE(writer->commit().ok());
}

TEST_P(StoreBatch, WhatDoesNotFitTogetherIsRefused) {
  ASSERT_TRUE(writer->begin().ok());
  const auto nowhere = writer->step([&](Transaction& t) -> Result<void> {
    Message row = message("c1");
    row.conversation_id = {99};
    post(t, row);
    return {};
  });
  EXPECT_EQ(nowhere.error().code, Code::unavailable);
  const auto twice = writer->step([&](Transaction& t) -> Result<void> {
    Message row = post(t, message("c2"));
    row.client_id = "c3";
    t.add_message(row);  // the same seq again
    return {};
  });
  EXPECT_EQ(twice.error().code, Code::unavailable);
  ASSERT_TRUE(writer->commit().ok());
  read([&](View& v) { EXPECT_EQ(v.conversation(conversation)->last_seq, 0); });
}

TEST_P(StoreBatch, WritersAndReadersTogetherSeeWholeCommits) {
  constexpr int batches = 50;
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
  for (int i = 0; i < batches; ++i) {
    ASSERT_TRUE(writer->begin().ok());
    for (int j = 0; j < 3; ++j) {
      EXPECT_TRUE(writer
                      ->step([&](Transaction& t) -> Result<void> {
                        post(t, message(std::to_string(i * 3 + j)));
                        return {};
                      })
                      .ok());
    }
    ASSERT_TRUE(writer->commit().ok());
  }
  done = true;
  watcher.join();
}

}  // namespace
}  // namespace walkie

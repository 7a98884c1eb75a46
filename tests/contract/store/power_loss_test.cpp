// What commit() has answered ok for survives a power cut at any write (protocol S2). A disk that is
// full or cannot sync costs a batch, not the store.
#include <gtest/gtest.h>

#include <map>

#include "store/sqlite/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/forgetful_vfs.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace walkie {
namespace {

constexpr int conversations = 3;

struct PowerLoss : ::testing::Test {
  void open(std::uint64_t seed, std::int64_t wal_hard_bytes = 64 << 10) {
    random = std::make_unique<testing::SeededRandom>(seed);
    disk = std::make_unique<testing::ForgetfulVfs>(*random);
    disk->set_powersafe_overwrite(seed % 2 == 0);  // SQLite writes its log in another way without
    options.vfs = disk->name();
    options.wal_soft_bytes = 0;  // every maintain() moves the log
    options.wal_hard_bytes = wal_hard_bytes;
    start();
  }

  void start() {
    auto opened = open_sqlite_store(folder.path(), clock, *random, options);
    ASSERT_TRUE(opened.ok()) << opened.error().detail;
    store = std::move(*opened);
    writer = store->writer();
  }

  void set_up() {
    ASSERT_TRUE(batch([&](Transaction& t) {
                  const InboxId inbox = t.add_inbox({{}, "Shop", {}, {1}});
                  Conversation row;
                  row.inbox_id = inbox;
                  row.visitor_id = t.add_visitor({{}, inbox, "", "", {1}});
                  for (int i = 0; i < conversations; ++i)
                    t.add_conversation(row);
                }).ok());
  }

  template <class Body>
  Result<void> batch(Body body) {
    return writer->write([&](Transaction& t) -> Result<void> {
      body(t);
      return {};
    });
  }

  static void post(Transaction& t, std::int64_t conversation, int number) {
    Message row;
    row.conversation_id = {conversation};
    row.client_id = std::to_string(number);
    row.content = std::string(static_cast<std::size_t>(number % 700), 'x');
    row.sender.kind = PrincipalKind::visitor;
    row.seq = t.next_seq(row.conversation_id, Channel::everyone);
    t.add_message(row);
  }

  void crash() {
    disk->cut_power();
    writer.reset();
    store.reset();
    disk->restore_power();
  }

  // Every acknowledged batch is whole, no batch is half there, each log is gapless.
  void check(const std::map<int, bool>& batches) {
    auto reader = store->reader();
    const auto looked = reader->read([&](View& v) -> Result<void> {
      for (const auto& [number, acknowledged] : batches) {
        int found = 0;
        for (int c = 1; c <= conversations; ++c) {
          if (v.message_by_client_id({c}, PrincipalKind::visitor, 0, std::to_string(number))) {
            ++found;
          }
        }
        EXPECT_TRUE(found == conversations || (found == 0 && !acknowledged)) << number;
      }
      for (int c = 1; c <= conversations; ++c) {
        const auto events = v.events({c}, Channel::everyone, 0, 1'000'000);
        EXPECT_EQ(v.conversation({c})->last_seq, static_cast<Seq>(events.size()));
        for (std::size_t i = 0; i < events.size(); ++i) {
          EXPECT_EQ(events[i].seq, static_cast<Seq>(i + 1));
        }
      }
      return {};
    });
    EXPECT_TRUE(looked.ok());
    EXPECT_TRUE(store->check().ok());
  }

  testing::FakeClock clock;
  testing::TempFolder folder;
  SqliteStoreOptions options;
  std::unique_ptr<testing::SeededRandom> random;
  std::unique_ptr<testing::ForgetfulVfs> disk;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<Writer> writer;
};

class PowerLossSeeds : public PowerLoss, public ::testing::WithParamInterface<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, PowerLossSeeds, ::testing::Range<std::uint64_t>(1, 41));

TEST_P(PowerLossSeeds, WhatWasAcknowledgedIsThere) {
  open(GetParam());
  set_up();
  std::map<int, bool> batches;
  int number = 0;
  for (int life = 0; life < 4; ++life) {
    disk->cut_power_after(static_cast<int>(random->below(120)));
    while (disk->powered()) {
      ASSERT_LT(++number, 10'000) << store->files_lost();
      batches[number] = batch([&](Transaction& t) {
                          for (int c = 1; c <= conversations; ++c)
                            post(t, c, number);
                        }).ok();
      if (random->below(4) == 0) (void)store->maintain().ok();
    }
    crash();
    ASSERT_NO_FATAL_FAILURE(start());
    check(batches);
  }
}

TEST_F(PowerLoss, ACutWhileTheDatabaseIsMadeLeavesNothingHalfMade) {
  for (int writes = 0; writes < 60; writes += 3) {
    testing::TempFolder fresh;
    random = std::make_unique<testing::SeededRandom>(static_cast<std::uint64_t>(writes));
    disk = std::make_unique<testing::ForgetfulVfs>(*random);
    options.vfs = disk->name();
    disk->cut_power_after(writes);
    (void)open_sqlite_store(fresh.path(), clock, *random, options).ok();
    disk->cut_power();
    disk->restore_power();
    const auto again = open_sqlite_store(fresh.path(), clock, *random, options);
    EXPECT_TRUE(again.ok()) << writes << ": " << again.error().detail;
  }
}

TEST_F(PowerLoss, AFullDiskRefusesAndTheStoreWorksAgainWhenThereIsSpace) {
  open(1);
  set_up();
  ASSERT_TRUE(batch([&](Transaction& t) { post(t, 1, 1); }).ok());
  disk->set_full(true);
  for (int i = 0; i < 3; ++i) {
    const auto refused = batch([&](Transaction& t) {
      for (int n = 100; n < 600; ++n)
        post(t, 1, n);
    });
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, Code::storage_full) << refused.error().detail;
  }
  auto reader = store->reader();
  EXPECT_TRUE(reader
                  ->read([](View& v) -> Result<void> {
                    EXPECT_EQ(v.conversation({1})->last_seq, 1);
                    return {};
                  })
                  .ok());
  disk->set_full(false);
  ASSERT_TRUE(batch([&](Transaction& t) { post(t, 1, 2); }).ok());
  EXPECT_TRUE(reader
                  ->read([](View& v) -> Result<void> {
                    EXPECT_EQ(v.events({1}, Channel::everyone, 0, 10).size(), 2U);
                    return {};
                  })
                  .ok());
}

TEST_F(PowerLoss, AFailedSyncIsAFailedCommit) {
  open(1);
  set_up();
  disk->set_sync_fails(true);
  const auto refused = batch([&](Transaction& t) { post(t, 1, 1); });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Code::unavailable);
  disk->set_sync_fails(false);
  ASSERT_TRUE(batch([&](Transaction& t) { post(t, 1, 1); }).ok());
  check({});
}

TEST_F(PowerLoss, EveryCommitSyncsOnce) {
  open(1, 128 << 20);
  set_up();
  const std::int64_t before = disk->syncs();
  for (int i = 1; i <= 5; ++i)
    ASSERT_TRUE(batch([&](Transaction& t) { post(t, 1, i); }).ok());
  EXPECT_EQ(disk->syncs() - before, 5);
  ASSERT_TRUE(batch([](Transaction&) {}).ok());
  EXPECT_EQ(disk->syncs() - before, 5);
}

}  // namespace
}  // namespace walkie

// L1 without a unique index: no seq is written twice, whatever the writer believes.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "store/sqlite/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace walkie {
namespace {

struct OneSeqOnce : ::testing::Test {
  void SetUp() override {
    auto opened = open_sqlite_store(folder.path(), clock, random);
    ASSERT_TRUE(opened.ok()) << opened.error().detail;
    store = std::move(*opened);
    writer = store->writer();
    ASSERT_TRUE(run([&](Transaction& t) {
                  const InboxId inbox = t.add_inbox({{}, "Shop", {}, {}});
                  Conversation row;
                  row.inbox_id = inbox;
                  row.visitor_id = t.add_visitor({{}, inbox, "Vera", "", {}});
                  conversation = t.add_conversation(row);
                }).ok());
  }

  Result<void> run(const std::function<void(Transaction&)>& act) {
    return writer->write([&](Transaction& t) -> Result<void> {
      act(t);
      return {};
    });
  }

  void add(Transaction& t, const std::string& client_id, Seq seq) {
    Message message;
    message.conversation_id = conversation;
    message.client_id = client_id;
    message.seq = seq;
    t.add_message(message);
  }

  Result<void> post(const std::string& client_id) {
    return run(
        [&](Transaction& t) { add(t, client_id, t.next_seq(conversation, Channel::everyone)); });
  }

  std::int64_t number(const std::string& sql) {
    sqlite3* database = nullptr;
    sqlite3_stmt* query = nullptr;
    EXPECT_EQ(sqlite3_open(folder.file("walkie.db").c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_prepare_v2(database, sql.c_str(), -1, &query, nullptr), SQLITE_OK);
    const int code = sqlite3_step(query);
    EXPECT_TRUE(code == SQLITE_ROW || code == SQLITE_DONE) << sqlite3_errmsg(database);
    const std::int64_t found = code == SQLITE_ROW ? sqlite3_column_int64(query, 0) : 0;
    sqlite3_finalize(query);
    sqlite3_close(database);
    return found;
  }

  testing::TempFolder folder;
  testing::FakeClock clock;
  testing::SeededRandom random;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<Writer> writer;
  ConversationId conversation;
};

TEST_F(OneSeqOnce, OnlyTheNextIsTaken) {
  const auto ahead = run(
      [&](Transaction& t) { add(t, "ahead", t.next_seq(conversation, Channel::everyone) + 1); });
  EXPECT_EQ(ahead.error().code, Code::conflict);
  const auto twice = run([&](Transaction& t) {
    add(t, "once", t.next_seq(conversation, Channel::everyone));
    add(t, "twice", 1);
  });
  EXPECT_EQ(twice.error().code, Code::conflict);
  const auto zero = run([&](Transaction& t) { add(t, "zero", 0); });
  EXPECT_EQ(zero.error().code, Code::conflict);
  const auto event_too = run([&](Transaction& t) {
    Event event;
    event.type = EventType::conversation_update;
    event.conversation_id = conversation;
    event.seq = t.next_seq(conversation, Channel::everyone);
    t.add_event(event);
    add(t, "the event's", event.seq);
  });
  EXPECT_EQ(event_too.error().code, Code::conflict);
  ASSERT_TRUE(post("first").ok());
  EXPECT_EQ(number("SELECT count(*) FROM messages"), 1);
  EXPECT_EQ(number("SELECT seq FROM messages"), 1);
}

// Somebody else writes a conversation that the writer keeps. The row is not written over: the batch
// runs again on what is stored now.
TEST_F(OneSeqOnce, ARowThatSomebodyElseHasChangedIsReadAgain) {
  ASSERT_TRUE(post("one").ok());
  number("UPDATE conversations SET last_seq = 7");
  ASSERT_TRUE(post("two").ok());
  EXPECT_EQ(number("SELECT max(seq) FROM messages"), 8);
  EXPECT_EQ(number("SELECT last_seq FROM conversations"), 8);
}

TEST_F(OneSeqOnce, TheOtherStepsOfItsBatchStand) {
  ConversationId other;
  ASSERT_TRUE(run([&](Transaction& t) {
                Conversation row = *t.conversation(conversation);
                other = t.add_conversation(row);
              }).ok());
  ASSERT_TRUE(post("one").ok());
  number("UPDATE conversations SET last_seq = 7 WHERE id = 1");
  int runs = 0;
  const auto results = writer->commit(3, [&](std::size_t i, Transaction& t) -> Result<void> {
    ++runs;
    Message message;
    message.conversation_id = i == 1 ? conversation : other;
    message.client_id = "batch " + std::to_string(i);
    message.seq = t.next_seq(message.conversation_id, Channel::everyone);
    t.add_message(message);
    return {};
  });
  ASSERT_TRUE(results.ok());
  for (const Result<void>& result : *results)
    EXPECT_TRUE(result.ok());
  EXPECT_EQ(runs, 6) << "each step ran twice";
  EXPECT_EQ(number("SELECT count(*) FROM messages"), 4);
  EXPECT_EQ(number("SELECT last_seq FROM conversations WHERE id = 2"), 2);
  EXPECT_EQ(number("SELECT max(seq) FROM messages WHERE conversation_id = 1"), 8);
}

}  // namespace
}  // namespace walkie

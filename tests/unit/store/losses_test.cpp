// A data folder that holds less than walkie.id knows of, and files that are taken away from a store
// that is open.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "store/sqlite/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace walkie {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

struct Losses : ::testing::Test {
  Result<std::unique_ptr<SqliteStore>> open() {
    auto store = open_sqlite_store(data, clock, random, options);
    if (!store) return store;
    if (auto counted = (*store)->count_start(); !counted) return counted.error();
    return store;
  }
  std::string file(const char* name) const { return data + "/" + name; }

  // Its id is not 1 where a database was lost.
  static ConversationId only(View& view) {
    ConversationFilter all;
    all.every_inbox = true;
    all.limit = 1;
    const auto found = view.conversations(all);
    return found.empty() ? ConversationId() : found.front().id;
  }

  static Result<void> write(Writer& writer, int messages) {
    return writer.write([&](Transaction& t) -> Result<void> {
      if (t.inboxes().empty()) {
        t.add_inbox({{}, "Shop", {}, {}});
        Visitor visitor;
        visitor.inbox_id = {1};
        t.add_visitor(visitor);
        Conversation row;
        row.inbox_id = {1};
        row.visitor_id = {1};
        t.add_conversation(row);
      }
      const ConversationId conversation = only(t);
      for (int count = 0; count < messages; ++count) {
        Message message;
        message.conversation_id = conversation;
        message.seq = t.next_seq(conversation, Channel::everyone);
        message.client_id = "c" + std::to_string(message.seq);
        message.sender = {PrincipalKind::visitor, 1, "V", ""};
        message.content = std::string(200, 'x');
        t.add_message(message);
      }
      return {};
    });
  }

  // A life that ends cleanly.
  void live(int messages) {
    auto store = open();
    ASSERT_TRUE(store.ok()) << store.error().detail;
    ASSERT_TRUE(write(*(*store)->writer(), messages).ok());
    ASSERT_TRUE((*store)->maintain().ok());
  }
  // A life that ends with kill -9, in a process of its own.
  void live_and_be_killed(int messages, bool written_down) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto store = open();
      auto writer = store ? (*store)->writer() : nullptr;
      const bool done = writer != nullptr && write(*writer, messages).ok() &&
                        (!written_down || (*store)->maintain().ok());
      ::_exit(done ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
  }

  struct Holds {
    std::string epoch;
    Seq messages = 0;
    MessageId next;
  };
  // Opens, adds one message and closes.
  Holds opened() {
    Holds holds;
    auto store = open();
    EXPECT_TRUE(store.ok()) << store.error().detail;
    if (!store) return holds;
    auto writer = (*store)->writer();
    EXPECT_TRUE(write(*writer, 1).ok());
    (void)(*store)->reader()->read([&](View& view) -> Result<void> {
      holds.epoch = view.epoch();
      holds.messages = view.conversation(only(view))->last_seq - 1;
      MessageFilter newest;
      newest.conversation_id = only(view);
      newest.limit = 1;
      holds.next = view.messages(newest).front().id;
      return {};
    });
    return holds;
  }

  void expect_refused(const char* reason, const std::string& detail) {
    for (int attempt = 0; attempt < 2; ++attempt) {
      const auto store = open();
      ASSERT_FALSE(store.ok()) << reason;
      EXPECT_EQ(store.error().reason, reason);
      EXPECT_THAT(store.error().detail, HasSubstr(detail));
      EXPECT_THAT(store.error().detail, HasSubstr("--accept-loss"));
      EXPECT_EQ(store.error().detail.find('\n'), std::string::npos) << "one line";
    }
  }
  // Begins with a new epoch, and gives no id that was given before.
  void expect_accepted(const std::string& epoch, std::int64_t given) {
    options.loss = SqliteStoreOptions::Loss::accept;
    const Holds holds = opened();
    options.loss = SqliteStoreOptions::Loss::refuse;
    EXPECT_NE(holds.epoch, epoch);
    EXPECT_GT(holds.next.value, given);
    EXPECT_EQ(opened().epoch, holds.epoch) << "and then it is whole";
  }

  testing::TempFolder folder;
  testing::FakeClock clock;
  testing::SeededRandom random;
  SqliteStoreOptions options;
  std::string data = folder.file("data");
};

TEST_F(Losses, ACleanStopAndAKillAreNone) {
  live(3);
  const Holds first = opened();
  EXPECT_EQ(first.messages, 3);
  for (const bool written_down : {false, true}) {
    live_and_be_killed(5, written_down);
    EXPECT_EQ(opened().epoch, first.epoch);
  }
  EXPECT_EQ(opened().messages, 3 + 1 + 5 + 1 + 5 + 1);
}

TEST_F(Losses, ADatabaseThatIsGoneOrEmptyIsNoNewOne) {
  live(3);
  const Holds before = opened();
  fs::rename(file("walkie.db"), folder.file("kept"));
  expect_refused("database_missing", "walkie.db is gone");
  EXPECT_FALSE(fs::exists(file("walkie.db")));
  fs::copy(folder.file("kept"), file("walkie.db"));
  EXPECT_EQ(opened().epoch, before.epoch) << "put back";
  std::ofstream(file("walkie.db"), std::ios::trunc).flush();
  expect_refused("database_missing", "walkie.db is empty");
  expect_accepted(before.epoch, before.next.value + 1);
}

TEST_F(Losses, ADatabaseThatIsGoneIsNotMadeAnewBesideItsLog) {
  live(1);
  const Holds before = opened();
  live_and_be_killed(5, true);
  fs::rename(file("walkie.db"), folder.file("kept"));
  expect_refused("database_missing", "walkie.db-wal, is still here");
  fs::remove(file("walkie.id"));  // also when nothing else tells of it
  expect_refused("database_missing", "walkie.db-wal, is still here");
  expect_accepted(before.epoch, 0);
  EXPECT_TRUE(fs::exists(data + "/lost-" + std::to_string(clock.wall().ms) + "/walkie.db-wal"));
}

TEST_F(Losses, AWriteAheadLogThatIsGoneIsNoticed) {
  live(3);
  const Holds before = opened();
  for (const bool written_down : {false, true}) {
    live_and_be_killed(59, written_down);
    fs::rename(file("walkie.db-wal"), folder.file("log"));
    expect_refused("database_log_missing", "walkie.db-wal is gone");
    std::ofstream(file("walkie.db-wal")).flush();
    expect_refused("database_log_missing", "walkie.db-wal is gone or empty");
    fs::rename(folder.file("log"), file("walkie.db-wal"));
    EXPECT_EQ(opened().epoch, before.epoch) << "put back";
  }
  live_and_be_killed(59, true);
  fs::remove(file("walkie.db-wal"));
  expect_accepted(before.epoch, 3 + 59 * 3);
}

TEST_F(Losses, AWriteAheadLogThatWasCutOffIsNoticed) {
  live(3);
  live_and_be_killed(10, true);
  fs::resize_file(file("walkie.db-wal"), 4096 + 56);
  expect_refused("database_older", "there was number 13");
}

TEST_F(Losses, AnOlderDatabaseIsNoticed) {
  live(3);
  fs::copy(file("walkie.db"), folder.file("older"));
  live(2);
  const Holds before = opened();
  fs::copy(folder.file("older"), file("walkie.db"), fs::copy_options::overwrite_existing);
  expect_refused("database_older", "its newest message is number 3, and there was number 6");
  expect_accepted(before.epoch, before.next.value);
}

TEST_F(Losses, TheDatabaseOfAnotherInstallationIsNoticed) {
  live(3);
  const std::string mine = data;
  data = folder.file("other");
  live(9);
  fs::copy(file("walkie.db"), mine + "/walkie.db", fs::copy_options::overwrite_existing);
  data = mine;
  expect_refused("database_other", "another installation");
}

TEST_F(Losses, AFolderOfAnEarlierVersionIsTakenAsItIs) {
  live(3);
  const Holds before = opened();
  for (const char* text : {"", "nonsense"}) {
    fs::remove(file("walkie.id"));
    if (*text != '\0') std::ofstream(file("walkie.id")) << text;
    EXPECT_EQ(opened().epoch, before.epoch);
    fs::rename(file("walkie.db"), folder.file("kept"));
    expect_refused("database_missing", "walkie.db is gone");
    fs::rename(folder.file("kept"), file("walkie.db"));
  }
}

TEST_F(Losses, ASecondStoreDoesNotOpenWhenTheLockFileIsGone) {
  auto store = open();
  ASSERT_TRUE(store.ok());
  fs::remove(file("walkie.lock"));
  EXPECT_EQ(open().error().reason, "data_folder_in_use");
}

// A file that is cut short in its place keeps its name; writes go on, and would be found by nobody.
TEST_F(Losses, FilesThatAreCutShortStopTheWriter) {
  for (const char* name : {"walkie.db", "walkie.db-wal"}) {
    data = folder.file(std::string(name) + " cut");
    auto store = open();
    ASSERT_TRUE(store.ok());
    auto writer = (*store)->writer();
    ASSERT_TRUE(write(*writer, 20).ok());
    ASSERT_TRUE((*store)->maintain().ok());
    fs::resize_file(file(name), 0);
    (void)(*store)->maintain().ok();  // one look may meet a commit half way
    (void)(*store)->maintain().ok();
    EXPECT_THAT((*store)->files_lost(), HasSubstr(std::string(name) + " was cut short"));
    EXPECT_FALSE(write(*writer, 1).ok());
  }
}

// Once a read has met damage, nothing more is acknowledged, and no checkpoint spreads it.
TEST_F(Losses, ADamagedDatabaseStopsTheWriter) {
  auto store = open();
  ASSERT_TRUE(store.ok());
  auto writer = (*store)->writer();
  ASSERT_TRUE(write(*writer, 20).ok());
  ASSERT_TRUE((*store)->maintain().ok());
  const auto size = fs::file_size(file("walkie.db"));
  {
    std::fstream raw(file("walkie.db"), std::ios::in | std::ios::out | std::ios::binary);
    raw << std::string(size, '\0');
  }
  auto reader = (*store)->reader();
  const auto looked = reader->read([](View& view) -> Result<void> {
    (void)view.agents();
    return {};
  });
  ASSERT_FALSE(looked.ok());
  EXPECT_EQ(looked.error().reason, "database_damaged");
  EXPECT_FALSE(write(*writer, 1).ok());
  EXPECT_THAT((*store)->files_lost(), HasSubstr("walkie.db is damaged"));
  const auto log = fs::file_size(file("walkie.db-wal"));
  ASSERT_GT(log, 0U);
  reader.reset();
  writer.reset();
  store->reset();
  EXPECT_EQ(fs::file_size(file("walkie.db-wal")), log);
}

// The store cuts its own log when it is quiet, and goes on.
TEST_F(Losses, AStoreThatEmptiesItsLogMissesNothing) {
  options.wal_soft_bytes = 1 << 14;
  auto store = open();
  ASSERT_TRUE(store.ok());
  auto writer = (*store)->writer();
  for (int round = 0; round < 5; ++round) {
    ASSERT_TRUE(write(*writer, 20).ok());
    for (int look = 0; look < 4; ++look)
      ASSERT_TRUE((*store)->maintain().ok());
    EXPECT_EQ(fs::file_size(file("walkie.db-wal")), 0U) << round;
  }
  EXPECT_EQ((*store)->files_lost(), "");
}

// One act each against a store that is open; the next commit, or the next look, notices.
TEST_F(Losses, FilesThatAreTakenAwayStopTheWriter) {
  const std::string elsewhere = folder.file("elsewhere");
  const std::vector<std::pair<std::string, std::function<void()>>> acts = {
      {"walkie.db is gone", [&] { fs::rename(file("walkie.db"), elsewhere); }},
      {"walkie.db is another file",
       [&] {
         fs::copy(file("walkie.db"), elsewhere);
         fs::rename(elsewhere, file("walkie.db"));
       }},
      {"walkie.db-wal is gone", [&] { fs::remove(file("walkie.db-wal")); }},
      {"is gone", [&] { fs::rename(data, elsewhere); }},
      {"walkie.db-shm is gone", [&] { fs::remove(file("walkie.db-shm")); }},
      {"walkie.lock is gone", [&] { fs::remove(file("walkie.lock")); }},
      {"walkie.id is gone", [&] { fs::remove(file("walkie.id")); }},
  };
  for (const auto& [what, act] : acts) {
    data = folder.file(what + " data");
    fs::remove_all(elsewhere);
    auto store = open();
    ASSERT_TRUE(store.ok()) << what;
    auto writer = (*store)->writer();
    ASSERT_TRUE(write(*writer, 1).ok());
    ASSERT_TRUE((*store)->maintain().ok());
    EXPECT_EQ((*store)->files_lost(), "");
    act();
    EXPECT_FALSE((*store)->maintain().ok()) << what;
    const auto refused = write(*writer, 1);
    ASSERT_FALSE(refused.ok()) << what;
    EXPECT_EQ(refused.error().code, Code::unavailable);
    EXPECT_EQ(refused.error().detail.find(data), std::string::npos) << "that is for the log";
    EXPECT_THAT((*store)->files_lost(), HasSubstr(what));
  }
}

TEST_F(Losses, TheNextCommitAfterARenameIsRefused) {
  auto store = open();
  ASSERT_TRUE(store.ok());
  auto writer = (*store)->writer();
  ASSERT_TRUE(write(*writer, 1).ok());
  fs::rename(file("walkie.db"), folder.file("elsewhere"));
  EXPECT_FALSE(write(*writer, 1).ok());
  EXPECT_FALSE(fs::exists(file("walkie.db"))) << "and none is made in its place";
}

}  // namespace
}  // namespace walkie

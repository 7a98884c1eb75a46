// Opening a data folder: what is refused, what is changed, what is left alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "store/sqlite/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace walkie {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

struct Opening : ::testing::Test {
  Result<std::unique_ptr<SqliteStore>> open() {
    return open_sqlite_store(data, clock, random, options);
  }

  void make() {
    auto store = open();
    ASSERT_TRUE(store.ok()) << store.error().detail;
  }

  void sql(const std::string& text, const std::string& file = "walkie.db") {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((data + "/" + file).c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, text.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
  }

  // Every file but the lock, with its bytes.
  std::map<std::string, std::string> files() {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(data)) {
      const std::string name = entry.path().filename().string();
      if (!entry.is_regular_file() || name == "walkie.lock") continue;
      std::stringstream bytes;
      bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      out[name] = bytes.str();
    }
    return out;
  }

  // Opening fails for this reason and leaves every file as it was.
  void expect_refused(const std::string& reason, const std::string& detail) {
    const auto before = files();
    const auto store = open();
    ASSERT_FALSE(store.ok());
    EXPECT_EQ(store.error().reason, reason);
    EXPECT_THAT(store.error().detail, HasSubstr(detail));
    EXPECT_EQ(store.error().detail.find('\n'), std::string::npos) << "one line";
    EXPECT_TRUE(files() == before);
  }

  std::size_t backups() {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(data + "/backups"))
      count += entry.exists();
    return count;
  }

  static int mode(const std::string& path) {
    struct stat info {};
    EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
    return info.st_mode & 0777;
  }

  testing::TempFolder folder;
  testing::FakeClock clock;
  testing::SeededRandom random;
  SqliteStoreOptions options;
  std::string data = folder.file("data");
};

TEST_F(Opening, MakesAPrivateFolderAndReopensIt) {
  std::string epoch;
  const auto look = [&](std::string& out) {
    auto store = open();
    ASSERT_TRUE(store.ok()) << store.error().detail;
    auto writer = (*store)->writer();
    ASSERT_TRUE(writer
                    ->write([&](Transaction& t) -> Result<void> {
                      t.save_setting("x", "y");
                      out = t.epoch();
                      return {};
                    })
                    .ok());
    EXPECT_EQ(mode(data + "/walkie.db-wal"), 0600);
  };
  look(epoch);
  EXPECT_EQ(epoch.size(), 16U);
  EXPECT_EQ(mode(data), 0700);
  EXPECT_EQ(mode(data + "/walkie.db"), 0600);
  EXPECT_EQ(mode(data + "/walkie.lock"), 0600);
  EXPECT_FALSE(fs::exists(data + "/walkie.db-wal")) << "a clean stop leaves no WAL";
  std::string again;
  look(again);
  EXPECT_EQ(again, epoch);
}

TEST_F(Opening, RefusesASecondOpenerAndNamesTheFirst) {
  auto first = open();
  ASSERT_TRUE(first.ok());
  const auto second = open();
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().reason, "data_folder_in_use");
  EXPECT_THAT(second.error().detail, HasSubstr(std::to_string(::getpid())));
}

TEST_F(Opening, TheLockOfAKilledProcessIsFree) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto store = open();
    ::_exit(store.ok() ? 0 : 1);  // nothing is closed, as after kill -9
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  EXPECT_TRUE(open().ok());
}

TEST_F(Opening, RefusesANewerSchema) {
  make();
  sql("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
  expect_refused("schema_too_new", "schema 99");
}

TEST_F(Opening, RefusesANewerSchemaThatIsStillInTheWal) {
  make();
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((data + "/walkie.db").c_str(), &database), SQLITE_OK);
  sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  ASSERT_EQ(sqlite3_exec(database, "PRAGMA user_version = 99", nullptr, nullptr, nullptr), 0);
  sqlite3_close(database);
  const std::string before = files().at("walkie.db");
  const std::string wal = files().at("walkie.db-wal");
  EXPECT_EQ(open().error().reason, "schema_too_new");
  EXPECT_TRUE(files().at("walkie.db") == before);
  EXPECT_TRUE(files().at("walkie.db-wal") == wal);
}

TEST_F(Opening, RefusesWhatIsNoDatabase) {
  fs::create_directory(data);
  std::ofstream(data + "/walkie.db") << std::string(5000, 'x');
  expect_refused("database_damaged", "it is not a database");
  std::ofstream(data + "/walkie.db") << "short";
  expect_refused("database_damaged", "cut off");
}

TEST_F(Opening, RefusesAForeignDatabase) {
  fs::create_directory(data);
  sql("PRAGMA application_id = 7; CREATE TABLE t (x)");
  expect_refused("database_foreign", "another program");
}

TEST_F(Opening, RefusesADatabaseThatIsCutShort) {
  make();
  fs::resize_file(data + "/walkie.db", 3 * 4096);
  expect_refused("database_damaged", "shorter");
}

TEST_F(Opening, RefusesDamagedPages) {
  make();
  {
    std::fstream file(data + "/walkie.db", std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(4096);
    file << std::string(8 * 4096, 'x');
  }
  expect_refused("database_damaged", "put back a copy");
}

TEST_F(Opening, RefusesAFolderThatCannotBe) {
  data = "/proc/walkie-data";
  EXPECT_EQ(open().error().reason, "data_folder_not_writable");
  data = folder.file("a-file");
  std::ofstream(data) << "x";
  EXPECT_EQ(open().error().reason, "data_folder_not_a_folder");
  EXPECT_THAT(open().error().detail, HasSubstr("is a file"));
}

TEST_F(Opening, RefusesAFolderThatEverybodyMayWrite) {
  make();
  for (const int mode : {0777, 01777, 0702}) {
    ASSERT_EQ(::chmod(data.c_str(), static_cast<mode_t>(mode)), 0);
    expect_refused("data_folder_open_to_all", "chmod 700");
  }
  ASSERT_EQ(::chmod(data.c_str(), 0750), 0);
  make();
}

TEST_F(Opening, WritesThroughNoLink) {
  make();
  const std::string precious = folder.file("precious");
  std::ofstream(precious) << "precious";
  for (const char* name : {"walkie.lock", "walkie.db"}) {
    const std::string link = data + "/" + name;
    fs::remove(link);
    for (const bool hard : {false, true}) {
      if (hard && name == std::string("walkie.db")) continue;
      hard ? fs::create_hard_link(precious, link) : fs::create_symlink(precious, link);
      const auto store = open();
      ASSERT_FALSE(store.ok()) << name;
      EXPECT_THAT(store.error().detail, HasSubstr("link")) << name;
      std::string text;
      std::getline(std::ifstream(precious), text);
      EXPECT_EQ(text, "precious") << name;
      fs::remove(link);
    }
  }
}

TEST_F(Opening, CopiesTheDatabaseBeforeItMigratesAndKeepsThree) {
  int upgrades = 0;
  options.on_upgrade = [&](int from, int to) {
    EXPECT_EQ(to, from + 1);
    ++upgrades;
  };
  make();
  std::vector<Migration> longer = migrations();
  options.migrations = &longer;
  for (int i = 0; i < 5; ++i) {
    static const char* const steps[] = {
        "CREATE TABLE a (x INTEGER) ${table};", "CREATE TABLE b (x INTEGER) ${table};",
        "CREATE TABLE c (x INTEGER) ${table};", "CREATE TABLE d (x INTEGER) ${table};",
        "CREATE TABLE e (x INTEGER) ${table};"};
    longer.push_back({"next", steps[i]});
    clock.advance(Duration(1000));
    ASSERT_NO_FATAL_FAILURE(make());
    EXPECT_EQ(backups(), static_cast<std::size_t>(std::min(i + 1, 3)));
  }
  for (const auto& entry : fs::directory_iterator(data + "/backups")) {
    EXPECT_EQ(mode(entry.path().string()), 0600);
    sql("SELECT 1 FROM settings; SELECT 1 FROM a", "backups/" + entry.path().filename().string());
  }
  ASSERT_NO_FATAL_FAILURE(make());  // nothing to do, so no copy
  EXPECT_EQ(backups(), 3U);
  EXPECT_EQ(upgrades, 5);
}

// A conversation as a version has written it, and an update of it at seq 3.
std::string conversation_of(std::size_t version) {
  const bool counted = version < 4;  // had a version; the time of the row may be that of a note
  const std::string name = version < 5 ? "last_message_from_agent" : "last_message_is_agent";
  return "INSERT INTO conversations (id, inbox_id, visitor_id, status, assignee_id, last_seq,"
         " staff_last_seq, created_at_ms, last_message_at_ms, last_message, " +
         name + (counted ? ", version" : "") +
         ", updated_at_ms) VALUES (1, 1, 1, 3, 7, 3, 1, 0, 77, 'two', 0" +
         (counted ? ", 4, 9000); " : ", 78); ");
}

std::string update_of(std::size_t version) {
  if (version < 5) {
    return "INSERT INTO events (conversation_id, channel, seq, type, created_at_ms, message_id,"
           " status, assignee_id, assignee_name, actor_kind, actor_id, actor_name)"
           " VALUES (1, 0, 3, 3, 78, NULL, 3, 7, 'Ana = \\', 2, 8, 'Ben'); ";
  }
  return "INSERT INTO events (conversation_id, channel, seq, type, created_at_ms, change)"
         " VALUES (1, 0, 3, 3, 78, 'status=3\nassignee_id=7\nassignee_name=Ana = \\\\\n"
         "actor_kind=2\nactor_id=8\nactor_name=Ben'); ";
}

void expect_update(const std::vector<Event>& events) {
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, EventType::conversation_update);
  EXPECT_EQ(events[0].created_at, WallTime{78});
  ASSERT_TRUE(events[0].change.has_value());
  const ConversationChange& change = *events[0].change;
  EXPECT_EQ(change.status, Status::resolved);
  EXPECT_EQ(change.assignee_id, AgentId{7});
  EXPECT_EQ(change.assignee_name, "Ana = \\");
  EXPECT_EQ(change.actor_kind, PrincipalKind::agent);
  EXPECT_EQ(change.actor_name, "Ben");
  EXPECT_EQ(change.cause.kind, CauseKind::agent);
  EXPECT_EQ(change.cause.id, 8);
  EXPECT_TRUE(change.changed.empty()) << "it was not written down";
}

TEST_F(Opening, ReadsWhatWasWrittenByAnyEarlierVersion) {
  for (std::size_t version = 1; version < migrations().size(); ++version) {
    const std::vector<Migration> earlier(migrations().begin(),
                                         migrations().begin() + static_cast<long>(version));
    data = folder.file("written by " + std::to_string(version));
    options.migrations = &earlier;
    make();
    const std::string message =  // the columns of schema 1; later ones have defaults
        "INSERT INTO messages (id, conversation_id, channel, seq, client_id, sender_kind, "
        "sender_id,"
        " sender_name, sender_avatar_url, content, content_type, created_at_ms, edited_at_ms,"
        " deleted_at_ms) VALUES ";
    sql("INSERT INTO inboxes VALUES (1, 'Shop', '[]', 0);"
        "INSERT INTO visitors (id, inbox_id, name, email, created_at_ms) VALUES (1, 1, 'V', '', "
        "0);" +
        conversation_of(version) + update_of(version) + message +
        "(1, 1, 0, 1, 'a', 1, 1, 'V', '', 'one', 'text', 0, NULL, 5); " + message +
        "(2, 1, 0, 2, 'b', 1, 1, 'V', '', 'two', 'text', 77, NULL, "
        "NULL); " +
        message +
        "(3, 1, 1, 1, 'c', 2, 1, 'A', '', 'note', 'text', 9000, NULL, "
        "NULL)");
    options.migrations = nullptr;
    auto store = open();
    ASSERT_TRUE(store.ok()) << store.error().detail;
    ASSERT_TRUE((*store)
                    ->reader()
                    ->read([](View& view) -> Result<void> {
                      EXPECT_EQ(view.message(MessageId{1})->content, "one");
                      EXPECT_EQ(view.message(MessageId{2})->content, "two");
                      EXPECT_EQ(view.count_messages(ConversationId{1}, 0, true, 100), 1);
                      // L6: the row no longer tells when the note was written.
                      EXPECT_EQ(view.conversation(ConversationId{1})->updated_at, WallTime{78});
                      EXPECT_EQ(view.conversation(ConversationId{1})->status, Status::resolved);
                      expect_update(view.events(ConversationId{1}, Channel::everyone, 2, 9));
                      EXPECT_EQ(view.message(MessageId{3})->content, "note");
                      return {};
                    })
                    .ok());
  }
}

TEST_F(Opening, AMigrationThatFailsIsUndone) {
  make();
  std::vector<Migration> longer = migrations();
  longer.push_back({"0003_good", "CREATE TABLE good (x INTEGER) ${table};"});
  longer.push_back({"0004_bad", "CREATE TABLE bad (x INTEGER) ${table}; SELECT * FROM nowhere;"});
  options.migrations = &longer;
  const auto store = open();
  ASSERT_FALSE(store.ok());
  EXPECT_THAT(store.error().detail, HasSubstr("0004_bad"));
  sql("INSERT INTO good VALUES (1); CREATE TABLE bad (x)");  // the first stands, the second not
}

// A reader that takes long keeps the log from being restarted. When it has gone and no commit comes
// between two checkpoints, the file shrinks; until then it keeps its size.
TEST_F(Opening, TheWalShrinksAgainAfterALongReader) {
  options.wal_soft_bytes = 1 << 16;
  auto store = open();
  ASSERT_TRUE(store.ok());
  auto writer = (*store)->writer();
  int count = 0;
  const auto commit = [&](std::size_t bytes) {
    ASSERT_TRUE(writer
                    ->write([&](Transaction& t) -> Result<void> {
                      t.save_setting("n" + std::to_string(++count), std::string(bytes, 'x'));
                      return {};
                    })
                    .ok());
    ASSERT_TRUE((*store)->maintain().ok());
  };
  const std::string wal = data + "/walkie.db-wal";
  auto reader = (*store)->reader();
  const auto looked = reader->read([&](View& view) -> Result<void> {
    (void)view.epoch();
    for (int i = 0; i < 100; ++i)
      commit(10'000);
    return {};
  });
  ASSERT_TRUE(looked.ok());
  ASSERT_GT(fs::file_size(wal), 1U << 20);
  for (int i = 0; i < 3; ++i)
    commit(10);
  EXPECT_GT(fs::file_size(wal), 1U << 20);
  ASSERT_TRUE((*store)->maintain().ok());
  EXPECT_LE(fs::file_size(wal), 1U << 16);
  commit(10);
  EXPECT_TRUE((*store)->check().ok());
}

TEST_F(Opening, CopiesBesideAnOpenBatchAndKeepsTheWalBounded) {
  options.wal_soft_bytes = 1 << 16;
  options.wal_hard_bytes = 1 << 18;
  auto store = open();
  ASSERT_TRUE(store.ok());
  auto writer = (*store)->writer();
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(writer
                    ->write([&](Transaction& t) -> Result<void> {
                      t.save_setting("n" + std::to_string(i), std::string(3000, 'x'));
                      if (i == 150) return (*store)->copy_to(folder.file("copy.db"));
                      return {};
                    })
                    .ok());
    if (i % 2 == 0) {
      ASSERT_TRUE((*store)->maintain().ok());
    }
    ASSERT_LE((*store)->wal_bytes(), 1 << 19);
  }
  EXPECT_TRUE((*store)->check().ok());
  EXPECT_EQ(mode(folder.file("copy.db")), 0600);
  EXPECT_GT(fs::file_size(folder.file("copy.db")), 150U * 3000);
}

}  // namespace
}  // namespace walkie

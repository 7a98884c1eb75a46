// The log's writes gather, and nobody can tell: not who reads beside the writer, not who opens the
// database after the power went.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <string>

#include "store/sqlite/gathering_vfs.h"
#include "tests/support/forgetful_vfs.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace walkie {
namespace {

struct Gathering : ::testing::Test {
  using Database = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

  Database open(const std::string& vfs) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                              vfs.c_str()),
              SQLITE_OK);
    must(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    sqlite3_wal_autocheckpoint(database, 0);
    return {database, &sqlite3_close};
  }

  static void must(sqlite3* database, const std::string& sql) {
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
  }

  static std::int64_t number(sqlite3* database, const std::string& sql) {
    std::int64_t out = -1;
    auto take = [](void* to, int, char** values, char**) {
      *static_cast<std::int64_t*>(to) = std::stoll(values[0]);
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), take, &out, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    return out;
  }

  // Ten pages of 4 KiB and a few more.
  static std::string ten_pages() {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)"
           " INSERT INTO t(b) SELECT randomblob(3900) FROM n;";
  }

  testing::TempFolder folder;
  testing::SeededRandom random{11};
  testing::ForgetfulVfs disk{random};
  std::string path = folder.path() + "/t.db";
};

TEST_F(Gathering, ACommitOfManyPagesIsOneWriteAndOneSync) {
  GatheringVfs vfs(disk.name());
  const Database database = open(vfs.name());
  must(database.get(), "CREATE TABLE t(b BLOB)");
  const std::int64_t writes = disk.writes();
  const std::int64_t syncs = disk.syncs();
  must(database.get(), "BEGIN;" + ten_pages() + "COMMIT");
  EXPECT_EQ(disk.syncs(), syncs + 1);
  EXPECT_EQ(disk.writes(), writes + 1);
}

// SQLite then writes on behind the sync, and others read that.
TEST_F(Gathering, ADiskThatPromisesLessGetsEachWriteAtOnce) {
  disk.set_powersafe_overwrite(false);
  GatheringVfs vfs(disk.name());
  const Database database = open(vfs.name());
  must(database.get(), "CREATE TABLE t(b BLOB)");
  const std::int64_t writes = disk.writes();
  must(database.get(), "BEGIN;" + ten_pages() + "COMMIT");
  EXPECT_GE(disk.writes(), writes + 20);
  const Database reader = open(disk.name());
  EXPECT_EQ(number(reader.get(), "SELECT count(*) FROM t"), 10);
}

TEST_F(Gathering, WithoutItEachFrameIsTwoWrites) {
  const Database database = open(disk.name());
  must(database.get(), "CREATE TABLE t(b BLOB)");
  const std::int64_t writes = disk.writes();
  must(database.get(), "BEGIN;" + ten_pages() + "COMMIT");
  EXPECT_GE(disk.writes(), writes + 20) << "then the VFS is not needed any more";
}

TEST_F(Gathering, ATransactionLargerThanTheBufferAndThePageCacheIsWhole) {
  GatheringVfs vfs(disk.name());
  const Database database = open(vfs.name());
  must(database.get(), "PRAGMA cache_size = 10; CREATE TABLE t(b BLOB)");
  std::string sql = "BEGIN;";
  for (int i = 0; i < 30; ++i)
    sql += ten_pages();
  // Pages that left the cache for the log are read back, and changed, before the commit.
  must(database.get(), sql + "UPDATE t SET b = zeroblob(3901) WHERE rowid % 7 = 0; COMMIT");
  EXPECT_EQ(number(database.get(), "SELECT count(*) FROM t"), 300);
  EXPECT_EQ(number(database.get(), "SELECT count(*) FROM t WHERE b = zeroblob(3901)"), 42);
  EXPECT_EQ(number(database.get(), "SELECT count(*) FROM pragma_integrity_check"), 1);
}

TEST_F(Gathering, WhoReadsBesideSeesACommitAndNothingOfOneThatRuns) {
  GatheringVfs vfs(disk.name());
  const Database writer = open(vfs.name());
  must(writer.get(), "CREATE TABLE t(b BLOB)");
  const Database reader = open(disk.name());
  must(writer.get(), "BEGIN;" + ten_pages());
  EXPECT_EQ(number(reader.get(), "SELECT count(*) FROM t"), 0);
  must(writer.get(), "COMMIT");
  EXPECT_EQ(number(reader.get(), "SELECT count(*) FROM t"), 10);
  must(writer.get(), "BEGIN;" + ten_pages() + "ROLLBACK;" + "BEGIN;" + ten_pages() + "COMMIT");
  EXPECT_EQ(number(reader.get(), "SELECT count(*) FROM t"), 20);
}

TEST_F(Gathering, ALogThatStartsAnewIsWrittenOverFromItsStart) {
  GatheringVfs vfs(disk.name());
  const Database writer = open(vfs.name());
  must(writer.get(), "CREATE TABLE t(b BLOB);" + ten_pages());
  const Database other = open(disk.name());
  ASSERT_EQ(
      sqlite3_wal_checkpoint_v2(other.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr),
      SQLITE_OK);
  must(writer.get(), ten_pages());
  EXPECT_EQ(number(other.get(), "SELECT count(*) FROM t"), 20);
}

TEST_F(Gathering, AFullDiskFailsTheCommitAndLeavesTheOnesBefore) {
  GatheringVfs vfs(disk.name());
  const Database database = open(vfs.name());
  must(database.get(), "CREATE TABLE t(b BLOB);" + ten_pages());
  disk.set_full(true);
  const std::string sql = "BEGIN;" + ten_pages() + "COMMIT";
  EXPECT_EQ(sqlite3_exec(database.get(), sql.c_str(), nullptr, nullptr, nullptr), SQLITE_FULL);
  if (sqlite3_get_autocommit(database.get()) == 0) must(database.get(), "ROLLBACK");
  EXPECT_EQ(number(database.get(), "SELECT count(*) FROM t"), 10);
  disk.set_full(false);
  must(database.get(), ten_pages());
  EXPECT_EQ(number(database.get(), "SELECT count(*) FROM t"), 20);
}

// Wherever the power goes, what was committed is there, and no more than that and the commit that
// it cut.
TEST_F(Gathering, WhatWasCommittedOutlivesThePowerWhereverItGoes) {
  for (int cut = 0; cut < 40; ++cut) {
    SCOPED_TRACE(cut);
    path = folder.path() + "/cut" + std::to_string(cut) + ".db";
    std::int64_t committed = 0;
    {
      GatheringVfs vfs(disk.name());
      const Database database = open(vfs.name());
      must(database.get(), "CREATE TABLE t(b BLOB)");
      disk.cut_power_after(cut);
      for (int i = 0; i < 30 && disk.powered(); ++i) {
        const std::string sql = "BEGIN;" + ten_pages() + "COMMIT";
        const int code = sqlite3_exec(database.get(), sql.c_str(), nullptr, nullptr, nullptr);
        if (code == SQLITE_OK) committed += 10;
      }
      ASSERT_FALSE(disk.powered());
    }
    disk.restore_power();
    const Database after = open(disk.name());
    const std::int64_t found = number(after.get(), "SELECT count(*) FROM t");
    EXPECT_TRUE(found == committed || found == committed + 10) << found << " of " << committed;
    EXPECT_EQ(number(after.get(), "SELECT count(*) FROM pragma_integrity_check"), 1);
  }
}

TEST(GatheringVfs, OverAVfsThatIsNotThereOpensNothing) {
  GatheringVfs vfs("no such vfs");
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open_v2("x.db", &database, SQLITE_OPEN_READWRITE, vfs.name().c_str()),
            SQLITE_ERROR);
  sqlite3_close(database);
}

}  // namespace
}  // namespace walkie

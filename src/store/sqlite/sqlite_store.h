// The store in a data folder, on SQLite.
//
// Owner: node/. open_sqlite_store() locks the folder and checks that the database is not damaged
// and has a known schema. It copies the database to backups/ before it changes the schema. Threads
// as in store.h; copy_to() and check() may run on background threads too.
//
// Callers do not see the write-ahead log (WAL). Commits append to it. maintain() moves a large WAL
// into the database file, outside the writer. It also checks that the files were not replaced, and
// updates walkie.id.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "store/sql/queries.h"
#include "store/sqlite/folder_record.h"
#include "store/store.h"

namespace walkie {

struct SqliteStoreOptions {
  std::string vfs;              // a SQLite VFS by name; empty: the system's
  int writer_cache_kib = 8192;  // at most; taken as needed
  int reader_cache_kib = 2048;
  // maintain() keeps the WAL near the first size. If it ever reaches the
  // second, the writer itself waits for readers a moment and restarts the WAL.
  std::int64_t wal_soft_bytes = 16 << 20;
  std::int64_t wal_hard_bytes = 128 << 20;
  std::size_t backups_kept = 3;
  // What to do when the database lacks something that walkie.id has. refuse: do not open. accept:
  // open with a new epoch and new ids above the old ones. ignore: open it anyway, for a restore.
  using Loss = FolderRecord::Loss;
  Loss loss = Loss::refuse;
  // Are told, for the log: what SQLite says of a failure, in its words (any thread); and what an
  // operator should know about the folder.
  std::function<void(int code, const std::string& words)> on_failure;
  std::function<void(const std::string& what)> on_notice;
  // Called before a database is copied and its schema changed, which may take a minute.
  std::function<void(int from_schema, int to_schema)> on_upgrade;
  const std::vector<Migration>* migrations = nullptr;  // tests; null: those of the binary
};

class SqliteStore : public Store {
 public:
  // Counts the start of a server, so that there is a write-ahead log and walkie.id knows it from
  // the first moment on: a log that is deleted after a kill is missed then, however short the life
  // was.
  virtual Result<void> count_start() = 0;
  // What has become of the files, "DIR/walkie.db is gone"; empty while all is well. From then on
  // every batch is refused. Any thread.
  virtual std::string files_lost() const = 0;
  virtual std::int64_t wal_bytes() const = 0;
  // A whole, consistent copy beside running writers, in a file that does not exist yet.
  virtual Result<void> copy_to(const std::string& path) = 0;
  // Reads the whole database, and says what is damaged or missing.
  virtual Result<void> check() = 0;
};

// Errors, each with a detail that says what to do: data_folder_not_a_folder,
// data_folder_not_writable, data_folder_open_to_all, data_folder_in_use, schema_too_new,
// database_damaged, database_foreign, database_missing, database_log_missing, database_older,
// database_other, storage_full, store_unavailable. After one of them nothing in the folder has
// changed but the lock file.
Result<std::unique_ptr<SqliteStore>> open_sqlite_store(const std::string& data_folder,
                                                       const Clock& clock, Random& random,
                                                       const SqliteStoreOptions& options = {});

}  // namespace walkie

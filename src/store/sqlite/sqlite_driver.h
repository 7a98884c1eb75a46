// SQLite behind driver.h: WAL, synchronous=FULL, foreign keys, defensive.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "store/sql/driver.h"

namespace walkie {

struct SqliteOptions {
  std::string path;
  std::string vfs;       // empty: SQLite's own for this system
  int cache_kib = 4096;  // of pages, per connection; taken as needed
  bool read_only = false;
  // Is told what SQLite says of a failure, in its own words. They are for the log: an Error has a
  // plain sentence of ours, because it may reach a client.
  std::function<void(int code, const std::string& words)> on_failure;
  // Set when it is not: the WAL's size in pages after each commit goes here.
  std::atomic<std::int64_t>* wal_pages = nullptr;
  // The writer's: a WAL file that is longer is cut to this when it is restarted; -1: never.
  std::int64_t wal_kept_bytes = -1;
};

class SqliteConnection : public SqlConnection {
 public:
  static Result<std::unique_ptr<SqliteConnection>> open(const SqliteOptions& options);

  // Moves pages from the WAL into the database file. `restart` also makes the next commit
  // restart the WAL, and waits a little for readers and the writer; without it nobody waits.
  virtual Result<void> checkpoint(bool restart) = 0;
  // Moves everything from the WAL into the database file and empties it, where nobody else is
  // there. A failure leaves it as it was.
  virtual void merge_log() = 0;
  // A whole, consistent copy in a new file.
  virtual Result<void> copy_to(const std::string& path) = 0;
  // Reads a bit of everything (`whole`: everything) and says what is damaged.
  virtual Result<void> check(bool whole) = 0;
  // Whether every query can be prepared here: the first table or column that one misses is an
  // error, database_damaged.
  virtual Result<void> check_queries() = 0;
  // Tables, indexes and the like, of any program.
  virtual std::int64_t count_tables() = 0;
  virtual std::int64_t pragma(const char* name) = 0;
  // Nothing is written when this connection closes, not even a checkpoint.
  virtual void leave_untouched() = 0;
};

// "Walk" in the header of the file, so that a foreign database is not taken for one of ours.
inline constexpr std::int64_t sqlite_application_id = 0x57616C6B;

}  // namespace walkie

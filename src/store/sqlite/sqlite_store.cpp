#include "store/sqlite/sqlite_store.h"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <utility>

#include "store/sql/reader.h"
#include "store/sql/writer.h"
#include "store/sqlite/data_folder.h"
#include "store/sqlite/folder_record.h"
#include "store/sqlite/folder_watch.h"
#include "store/sqlite/migrate.h"
#include "store/sqlite/size_watch.h"
#include "store/sqlite/sqlite_driver.h"
#include "store/sqlite/sqlite_error.h"

namespace walkie {
namespace {

constexpr int guard_cache_kib = 16;  // it reads one page

class StoreInFolder final : public SqliteStore {
 public:
  StoreInFolder(DataFolder folder, SqliteStoreOptions options)
      : folder_(std::move(folder)),
        options_(std::move(options)),
        sizes_(folder_.database()),
        record_(folder_, options_.loss, options_.on_notice) {}

  ~StoreInFolder() override {
    guard_.reset();
    if (!begun_) return;
    if (!files_lost().empty()) {
      // Closing would delete whatever has the name of the write-ahead log now.
      keeper_->leave_untouched();
      keeper_.reset();
      return;
    }
    record_.closing(*keeper_);
    keeper_.reset();
    record_.closed();
  }

  Result<void> open(const Clock& clock, Random& random) {
    const std::vector<Migration>& known =
        options_.migrations == nullptr ? migrations() : *options_.migrations;
    if (auto sound = inspect_database_file(folder_.database()); !sound) return sound;
    const SqliteOptions options = connection_options(options_.reader_cache_kib);
    if (auto whole = record_.look_for_losses(options, known.size(), clock); !whole) return whole;
    if (auto made = ensure_private_file(folder_.database()); !made) return made;
    auto opened = SqliteConnection::open(options);
    if (!opened) return std::move(opened).error();
    keeper_ = std::move(*opened);
    page_bytes_ = keeper_->pragma("page_size");
    keeper_->execute("PRAGMA journal_mode = WAL");
    if (auto failure = keeper_->take_failure()) return std::move(*failure);
    const int schema = keeper_->schema_version();
    const int wanted = static_cast<int>(known.size());
    if (schema > 0 && schema < wanted && options_.on_upgrade) options_.on_upgrade(schema, wanted);
    auto migrated = migrate(*keeper_, known, folder_, options_.backups_kept, clock, random);
    if (!migrated) return migrated;
    if (auto whole = complete(schema, wanted); !whole) return whole;
    if (auto begun = record_.begin_life(*keeper_, random); !begun) return begun;
    watch_files();
    begun_ = true;
    return {};
  }

  std::unique_ptr<Writer> writer() override {
    WALKIE_ASSERT(!writer_taken_.exchange(true));
    return std::make_unique<SqlWriter>(
        [this] { return connect(options_.writer_cache_kib, &wal_pages_); },
        [this] { return may_write(); },
        [this](SqlConnection& connection) { bound_wal(connection); });
  }

  std::unique_ptr<Reader> reader() override {
    return std::make_unique<SqlReader>(
        [this] { return connect(options_.reader_cache_kib, nullptr); });
  }

  Result<void> maintain() override {
    std::scoped_lock lock(keeper_mutex_);
    if (files_lost().empty()) notice_lost(other_files_.what_is_wrong());
    // Another VFS than the system's may keep what was written somewhere else.
    if (options_.vfs.empty() && files_lost().empty()) notice_lost(sizes_.look(log_bytes_written()));
    if (auto may = may_write(); !may) return may;
    record_.write_down(*keeper_);
    const std::int64_t pages = wal_pages_.load(std::memory_order_relaxed);
    const bool quiet = std::exchange(pages_before_, pages) == pages;
    if (quiet) return shrink_log();
    if (wal_bytes() < options_.wal_soft_bytes) return {};
    // SQLite before 3.51.3 (sqlite.org/wal.html, "The WAL-reset bug"): when a checkpoint begins at
    // the moment in which the writer restarts the log, new commits may count as copied, and are
    // lost. The log is not restarted while a connection reads it.
    if (guard_ == nullptr) {
      auto opened = SqliteConnection::open(connection_options(guard_cache_kib));
      if (!opened) return std::move(opened).error();
      guard_ = std::move(*opened);
    }
    guard_->begin_read();
    guard_->schema_version();
    auto failure = guard_->take_failure();
    Result<void> done = failure ? Result<void>(std::move(*failure)) : keeper_->checkpoint(false);
    guard_->rollback();
    if (guard_->take_failure() || !guard_->usable()) guard_.reset();
    return done;
  }

  std::int64_t wal_bytes() const override {
    return wal_pages_.load(std::memory_order_relaxed) * page_bytes_;
  }

  void add_figures(Metrics& metrics) override {
    metrics.gauge_from("walkie_wal_bytes", "size of the write-ahead log",
                       [this] { return static_cast<double>(wal_bytes()); });
  }

  Result<void> count_start() override {
    std::scoped_lock lock(keeper_mutex_);
    keeper_->begin_write();
    {
      SqlBatch batch(*keeper_);
      batch.begin(SqlBatch::Guard::none);
      SqlTransaction transaction(batch);
      const std::string starts = transaction.setting("starts").value_or("0");
      transaction.save_setting("starts", std::to_string(std::atoll(starts.c_str()) + 1));
      batch.flush();
    }
    if (!keeper_->failed()) keeper_->commit();
    auto failure = keeper_->take_failure();
    if (failure) keeper_->rollback();
    record_.write_down(*keeper_);
    if (failure) return std::move(*failure);
    return {};
  }

  std::string files_lost() const override {
    if (!lost_.load(std::memory_order_acquire)) return {};
    std::scoped_lock lock(lost_mutex_);
    return what_is_lost_;
  }

  Result<void> copy_to(const std::string& path) override {
    if (auto made = ensure_private_file(path); !made) return made;
    auto connection = SqliteConnection::open(connection_options(options_.reader_cache_kib));
    if (!connection) return std::move(connection).error();
    return (*connection)->copy_to(path);
  }

  Result<void> check() override {
    auto connection = SqliteConnection::open(connection_options(options_.reader_cache_kib));
    if (!connection) return std::move(connection).error();
    if (auto sound = (*connection)->check(true); !sound) return sound;
    return (*connection)->check_queries();
  }

 private:
  // What an older version has left may lack something that no migration of today makes.
  Result<void> complete(int schema, int wanted) {
    if (schema == 0 || schema >= wanted || options_.migrations != nullptr) return {};
    auto whole = keeper_->check_queries();
    if (whole) return {};
    Error error = whole.error();
    if (error.reason == "database_damaged") {
      error.detail =
          folder_.database() + " is damaged: " + error.detail + std::string(put_back_a_copy);
    }
    return error;
  }

  SqliteOptions connection_options(int cache_kib) {
    SqliteOptions out;
    out.path = folder_.database();
    out.vfs = options_.vfs;
    out.cache_kib = cache_kib;
    out.on_failure = [this](int code, const std::string& words) {
      if (options_.on_failure) options_.on_failure(code, words);
      // New commits may not be readable, and a checkpoint would spread the damage.
      if (begun_ && means_damage(code)) notice_lost(folder_.database() + " is damaged");
    };
    return out;
  }

  Result<std::unique_ptr<SqlConnection>> connect(int cache_kib,
                                                 std::atomic<std::int64_t>* wal_pages) {
    SqliteOptions options = connection_options(cache_kib);
    options.wal_pages = wal_pages;
    if (wal_pages != nullptr) options.wal_kept_bytes = options_.wal_hard_bytes;
    auto opened = SqliteConnection::open(options);
    if (!opened) return std::move(opened).error();
    return std::unique_ptr<SqlConnection>(std::move(*opened));
  }

  // While commits come, the log's file keeps its size: to grow it again costs each commit a change
  // of the file system's journal, a fifth of the throughput. A log that was large is cut to nothing
  // once no commit has come between two calls of maintain(). A TRUNCATE checkpoint holds the
  // writer's lock, so that no commit starts the log again meanwhile.
  Result<void> shrink_log() {
    const std::string log = folder_.database() + "-wal";
    struct stat info {};
    if (::stat(log.c_str(), &info) != 0 || info.st_size <= options_.wal_soft_bytes) return {};
    record_.forget_log();
    guard_.reset();
    keeper_->merge_log();
    wal_pages_.store(0, std::memory_order_relaxed);
    sizes_.log_was_emptied();
    record_.write_down(*keeper_);
    return {};
  }

  // The least size of the log file (sqlite.org/fileformat2.html, "WAL"). A restart of the log
  // truncates it to wal_hard_bytes.
  std::int64_t log_bytes_written() const {
    const std::int64_t pages = wal_pages_.load(std::memory_order_relaxed);
    if (pages == 0) return 0;
    return std::min<std::int64_t>(32 + pages * (24 + page_bytes_), options_.wal_hard_bytes);
  }

  // The checkpointer cannot catch up while commits never pause. Only this batch waits.
  void bound_wal(SqlConnection& connection) {
    if (wal_bytes() < options_.wal_hard_bytes) return;
    // A lasting failure shows in the next batch.
    (void)static_cast<SqliteConnection&>(connection).checkpoint(true).ok();
  }

  void watch_files() {
    database_files_.add(folder_.database());
    // SQLite has created the log, which may still be empty.
    database_files_.add(folder_.database() + "-wal");
    for (const std::string& path :
         {folder_.path(), folder_.lock_file(), folder_.identity(), folder_.database() + "-shm"})
      other_files_.add(path);
  }

  void notice_lost(const std::string& what) {
    if (what.empty()) return;
    std::scoped_lock lock(lost_mutex_);
    if (what_is_lost_.empty()) what_is_lost_ = what;
    lost_.store(true, std::memory_order_release);
  }

  // Writes to a file that was renamed or deleted are lost.
  Result<void> may_write() {
    if (!lost_.load(std::memory_order_acquire)) notice_lost(database_files_.what_is_wrong());
    if (!lost_.load(std::memory_order_acquire)) return {};
    return Error{Code::unavailable, "store_unavailable",
                 "The server has lost its files and is stopping.", "", 5};
  }

  const DataFolder folder_;
  const SqliteStoreOptions options_;
  SizeWatch sizes_;  // looked at with each maintain()
  FolderRecord record_;
  bool begun_ = false;
  FolderWatch database_files_;  // looked at before each batch
  FolderWatch other_files_;     // looked at with each maintain()
  mutable std::mutex lost_mutex_;
  std::string what_is_lost_;
  std::atomic<bool> lost_{false};
  std::int64_t pages_before_ = 0;  // of the log, when maintain() ran last
  std::mutex keeper_mutex_;
  // Migrates, checkpoints, and, as the last to close, leaves the database without a WAL.
  std::unique_ptr<SqliteConnection> keeper_;
  std::unique_ptr<SqliteConnection> guard_;  // reads while the keeper copies
  std::int64_t page_bytes_ = 4096;
  std::atomic<std::int64_t> wal_pages_{0};
  std::atomic<bool> writer_taken_{false};
};

}  // namespace

Result<std::unique_ptr<SqliteStore>> open_sqlite_store(const std::string& data_folder,
                                                       const Clock& clock, Random& random,
                                                       const SqliteStoreOptions& options) {
  auto folder = DataFolder::take(data_folder);
  if (!folder) return std::move(folder).error();
  auto store = std::make_unique<StoreInFolder>(std::move(*folder), options);
  if (auto opened = store->open(clock, random); !opened) return std::move(opened).error();
  return std::unique_ptr<SqliteStore>(std::move(store));
}

}  // namespace walkie

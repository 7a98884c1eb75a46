#include "store/sql_store.h"

#include <atomic>
#include <mutex>

#include "store/sql/data_folder.h"
#include "store/sql/migrate.h"
#include "store/sql/sql_session.h"
#include "store/sql/sqlite_driver.h"

namespace walkie {
namespace {

constexpr int guard_cache_kib = 16;  // it reads one page

class SqliteStore final : public SqlStore {
 public:
  SqliteStore(DataFolder folder, SqlStoreOptions options)
      : folder_(std::move(folder)), options_(std::move(options)) {}

  Result<void> open(const Clock& clock, Random& random) {
    const std::vector<Migration>& known =
        options_.migrations == nullptr ? migrations() : *options_.migrations;
    if (auto sound = inspect_database_file(folder_.database()); !sound) return sound;
    if (auto sound = inspect_database(connection_options(options_.reader_cache_kib), known.size());
        !sound) {
      return sound;
    }
    if (auto made = ensure_private_file(folder_.database()); !made) return made;
    auto opened = SqliteConnection::open(connection_options(options_.reader_cache_kib));
    if (!opened) return std::move(opened).error();
    keeper_ = std::move(*opened);
    page_bytes_ = keeper_->pragma("page_size");
    keeper_->execute("PRAGMA journal_mode = WAL");
    if (auto failure = keeper_->take_failure()) return std::move(*failure);
    const int schema = keeper_->schema_version();
    const int wanted = static_cast<int>(known.size());
    if (schema > 0 && schema < wanted && options_.on_upgrade) options_.on_upgrade(schema, wanted);
    return migrate(*keeper_, known, folder_, options_.backups_kept, clock, random);
  }

  std::unique_ptr<Writer> writer() override {
    WALKIE_ASSERT(!writer_taken_.exchange(true));
    return std::make_unique<SqlWriter>(
        [this] { return connect(options_.writer_cache_kib, &wal_pages_); },
        [this](SqlConnection& connection) { bound_wal(connection); });
  }

  std::unique_ptr<Reader> reader() override {
    return std::make_unique<SqlReader>(
        [this] { return connect(options_.reader_cache_kib, nullptr); });
  }

  Result<void> checkpoint() override {
    if (wal_bytes() < options_.wal_soft_bytes) return {};
    std::scoped_lock lock(keeper_mutex_);
    // SQLite before 3.51.3 (sqlite.org/wal.html, "The WAL-reset bug"): a checkpoint that begins
    // just as the writer starts the log again may count the new commits as copied, and they are
    // lost. Nobody starts a log again that somebody reads.
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

  Result<void> copy_to(const std::string& path) override {
    if (auto made = ensure_private_file(path); !made) return made;
    auto connection = SqliteConnection::open(connection_options(options_.reader_cache_kib));
    if (!connection) return std::move(connection).error();
    return (*connection)->copy_to(path);
  }

  Result<void> check() override {
    auto connection = SqliteConnection::open(connection_options(options_.reader_cache_kib));
    if (!connection) return std::move(connection).error();
    return (*connection)->check(true);
  }

 private:
  SqliteOptions connection_options(int cache_kib) const {
    SqliteOptions out;
    out.path = folder_.database();
    out.vfs = options_.vfs;
    out.cache_kib = cache_kib;
    return out;
  }

  Result<std::unique_ptr<SqlConnection>> connect(int cache_kib,
                                                 std::atomic<std::int64_t>* wal_pages) const {
    SqliteOptions options = connection_options(cache_kib);
    options.wal_pages = wal_pages;
    auto opened = SqliteConnection::open(options);
    if (!opened) return std::move(opened).error();
    return std::unique_ptr<SqlConnection>(std::move(*opened));
  }

  // The checkpointer cannot catch up while commits never pause; nobody waits but this batch.
  void bound_wal(SqlConnection& connection) {
    if (wal_bytes() < options_.wal_hard_bytes) return;
    // A failure shows itself in the batch that follows, if it lasts.
    (void)static_cast<SqliteConnection&>(connection).checkpoint(true).ok();
  }

  const DataFolder folder_;
  const SqlStoreOptions options_;
  std::mutex keeper_mutex_;
  // Migrates, checkpoints, and, as the last to close, leaves the database without a WAL.
  std::unique_ptr<SqliteConnection> keeper_;
  std::unique_ptr<SqliteConnection> guard_;  // reads while the keeper copies
  std::int64_t page_bytes_ = 4096;
  std::atomic<std::int64_t> wal_pages_{0};
  std::atomic<bool> writer_taken_{false};
};

}  // namespace

Result<std::unique_ptr<SqlStore>> open_sql_store(const std::string& data_folder, const Clock& clock,
                                                 Random& random, const SqlStoreOptions& options) {
  auto folder = DataFolder::take(data_folder);
  if (!folder) return std::move(folder).error();
  auto store = std::make_unique<SqliteStore>(std::move(*folder), options);
  if (auto opened = store->open(clock, random); !opened) return std::move(opened).error();
  return std::unique_ptr<SqlStore>(std::move(store));
}

}  // namespace walkie

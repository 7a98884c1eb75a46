#include "store/sqlite/sqlite_driver.h"

#include <sqlite3.h>

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "store/sqlite/gathering_vfs.h"
#include "store/sqlite/sqlite_error.h"
#include "store/sqlite/sqlite_statement.h"

namespace walkie {
namespace {

constexpr int busy_wait_ms = 5000;
constexpr int restart_wait_ms = 100;

// Before the first connection: statistics of memory take a global lock at every allocation.
void configure_once() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
  });
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
  }
}

enum class Control { begin_write, begin_read, commit, rollback, savepoint, release, undo, count };

const char* control_text(Control control) {
  switch (control) {
    case Control::begin_write:
      return "BEGIN IMMEDIATE";
    case Control::begin_read:
      return "BEGIN";
    case Control::commit:
      return "COMMIT";
    case Control::rollback:
      return "ROLLBACK";
    case Control::savepoint:
      return "SAVEPOINT step";
    case Control::release:
      return "RELEASE step";
    case Control::undo:
      return "ROLLBACK TO step";
    case Control::count:
      break;
  }
  return "";
}

class Connection final : public SqliteConnection {
 public:
  explicit Connection(const SqliteOptions& options)
      : options_(options), on_failure_([this](int code) { fail(code); }) {
    queries_.resize(static_cast<std::size_t>(Query::count));
  }
  ~Connection() override {
    queries_.clear();
    filtered_.clear();
    for (auto& control : controls_)
      control.reset();
    sqlite3_close_v2(database_);
  }

  Result<void> open() {
    configure_once();
    const int mode = (options_.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                     SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    std::string vfs = options_.vfs;
    if (is_writer()) vfs = gathering_.emplace(options_.vfs).name();
    const int code = sqlite3_open_v2(options_.path.c_str(), &database_, mode,
                                     vfs.empty() ? nullptr : vfs.c_str());
    if (code != SQLITE_OK) {
      return said(code, database_ == nullptr ? "" : sqlite3_errmsg(database_));
    }
    sqlite3_busy_timeout(database_, busy_wait_ms);
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    execute("PRAGMA cache_size = -" + std::to_string(options_.cache_kib) +
            "; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
            " PRAGMA mmap_size = 0;");
    // So that damage is not built upon. A reader's pages are read again after every commit: there
    // it cost a sixth of a list, and what is damaged shows itself when it is used.
    if (is_writer()) execute("PRAGMA cell_size_check = ON;");
    // Without it the file keeps the size that it once had behind one reader that took long.
    if (is_writer()) {
      execute("PRAGMA journal_size_limit = " + std::to_string(options_.wal_kept_bytes) + ";");
    }
    // The checkpointer does it elsewhere.
    sqlite3_wal_autocheckpoint(database_, 0);
    if (is_writer()) sqlite3_wal_hook(database_, &on_commit, options_.wal_pages);
    if (auto failure = take_failure()) return std::move(*failure);
    return {};
  }

  SqlStatement& statement(Query query) override {
    auto& slot = queries_[static_cast<std::size_t>(query)];
    if (slot == nullptr) slot = prepare(query_text(query).c_str());
    return *slot;
  }
  SqlStatement& statement(Query query, const std::string& filters) override {
    auto& slot = filtered_[{query, filters}];
    if (slot == nullptr) slot = prepare(query_text(query, filters).c_str());
    return *slot;
  }

  void execute(const std::string& sql) override {
    if (failed_) return;
    const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code);
  }

  void begin_write() override { run(Control::begin_write); }
  void begin_read() override { run(Control::begin_read); }
  void commit() override { run(Control::commit); }
  void savepoint() override { run(Control::savepoint); }
  void release_savepoint() override { run(Control::release); }
  void rollback_to_savepoint() override { run(Control::undo); }
  void rollback() override {
    if (sqlite3_get_autocommit(database_) == 0) run(Control::rollback);
  }

  void refuse(Error error) override {
    if (!failure_) failure_ = std::move(error);
    failed_ = true;
  }
  bool failed() const override { return failed_; }
  std::optional<Error> take_failure() override {
    failed_ = false;
    return std::exchange(failure_, std::nullopt);
  }
  bool usable() const override { return usable_; }

  int schema_version() override { return static_cast<int>(pragma("user_version")); }
  void set_schema_version(int version) override {
    execute("PRAGMA user_version = " + std::to_string(version) +
            "; PRAGMA application_id = " + std::to_string(sqlite_application_id));
  }
  std::string dialect(std::string_view sql) const override {
    std::string out(sql);
    replace_all(out, "${id}", "INTEGER PRIMARY KEY");
    replace_all(out, "${unique_id}", "INTEGER PRIMARY KEY AUTOINCREMENT");
    replace_all(out, "${bytes}", "BLOB");
    replace_all(out, "${table}", "STRICT");
    replace_all(out, "${clustered}", "STRICT, WITHOUT ROWID");
    return out;
  }

  Result<void> checkpoint(bool restart) override {
    if (restart) sqlite3_busy_timeout(database_, restart_wait_ms);
    const int mode = restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
    const int code = sqlite3_wal_checkpoint_v2(database_, nullptr, mode, nullptr, nullptr);
    if (restart) sqlite3_busy_timeout(database_, busy_wait_ms);
    // Busy: a connection still reads old pages, or a checkpoint runs. The next call continues.
    if (code == SQLITE_OK || (code & 0xFF) == SQLITE_BUSY) return {};
    return said(code, sqlite3_errmsg(database_));
  }

  void merge_log() override {
    sqlite3_busy_timeout(database_, restart_wait_ms);
    sqlite3_wal_checkpoint_v2(database_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(database_, busy_wait_ms);
  }

  Result<void> copy_to(const std::string& path) override {
    char* sql = sqlite3_mprintf("VACUUM INTO %Q", path.c_str());
    execute(sql);
    sqlite3_free(sql);
    if (auto failure = take_failure()) return std::move(*failure);
    return {};
  }

  Result<void> check(bool whole) override {
    auto check = prepare(whole ? "PRAGMA quick_check(1)" : "SELECT count(*) FROM sqlite_schema");
    const bool row = check->step();
    const bool fine = row && (!whole || check->text(0) == "ok");
    std::string what = row && whole ? std::string(check->text(0)) : "unreadable";
    if (auto failure = take_failure()) {
      if (failure->reason != "database_damaged") return std::move(*failure);
      what = "some of it cannot be read";
    }
    if (fine) return {};
    return Error{Code::unavailable, "database_damaged", what, "", 0};
  }

  Result<void> check_queries() override {
    for (int query = 0; query < static_cast<int>(Query::count); ++query) {
      const std::string text = query_text(static_cast<Query>(query));
      sqlite3_stmt* raw = nullptr;
      const int code = sqlite3_prepare_v2(database_, text.c_str(), -1, &raw, nullptr);
      sqlite3_finalize(raw);
      if (code == SQLITE_OK) continue;
      const std::string words = sqlite3_errmsg(database_);
      Error failure = said(code, words.c_str());
      if ((code & 0xFF) != SQLITE_ERROR) return failure;
      return Error{Code::unavailable, "database_damaged", words, "", 0};
    }
    return {};
  }

  std::int64_t pragma(const char* name) override {
    return number((std::string("PRAGMA ") + name).c_str());
  }

  std::int64_t count_tables() override { return number("SELECT count(*) FROM sqlite_schema"); }

  void leave_untouched() override {
    sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }

 private:
  std::int64_t number(const char* sql) {
    auto query = prepare(sql);
    return query->step() ? query->integer(0) : 0;
  }

  // Others may write too (migrations, settings), now and then and without hurry.
  bool is_writer() const { return options_.wal_pages != nullptr; }

  static int on_commit(void* pages, sqlite3*, const char*, int count) {
    static_cast<std::atomic<std::int64_t>*>(pages)->store(count, std::memory_order_relaxed);
    return SQLITE_OK;
  }

  std::unique_ptr<SqliteStatement> prepare(const char* sql) {
    sqlite3_stmt* raw = nullptr;
    const int code =
        sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (code != SQLITE_OK) fail(code);
    return std::make_unique<SqliteStatement>(database_, raw, on_failure_, failed_);
  }

  // These run also after a failure: that is what rollback is for.
  void run(Control control) {
    auto& slot = controls_[static_cast<std::size_t>(control)];
    if (slot == nullptr) {
      sqlite3_stmt* raw = nullptr;
      sqlite3_prepare_v3(database_, control_text(control), -1, SQLITE_PREPARE_PERSISTENT, &raw,
                         nullptr);
      slot = {raw, &sqlite3_finalize};
    }
    const int code =
        slot == nullptr ? sqlite3_extended_errcode(database_) : sqlite3_step(slot.get());
    if (code != SQLITE_DONE) fail(sqlite3_extended_errcode(database_));
    if (slot != nullptr) sqlite3_reset(slot.get());
  }

  void fail(int code) {
    // A broken constraint undoes its own statement only; anything else may have ended more.
    if ((code & 0xFF) != SQLITE_CONSTRAINT) usable_ = false;
    if (!failure_) failure_ = said(code, sqlite3_errmsg(database_));
    failed_ = true;
  }

  Error said(int code, const char* words) const {
    if (options_.on_failure) options_.on_failure(code, words);
    return sqlite_error(code);
  }

  using Raw = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

  const SqliteOptions options_;
  const SqliteStatement::OnFailure on_failure_;
  std::optional<GatheringVfs> gathering_;
  sqlite3* database_ = nullptr;
  std::vector<std::unique_ptr<SqliteStatement>> queries_;
  std::map<std::pair<Query, std::string>, std::unique_ptr<SqliteStatement>> filtered_;
  std::array<Raw, static_cast<std::size_t>(Control::count)> controls_{
      Raw{nullptr, &sqlite3_finalize}, Raw{nullptr, &sqlite3_finalize},
      Raw{nullptr, &sqlite3_finalize}, Raw{nullptr, &sqlite3_finalize},
      Raw{nullptr, &sqlite3_finalize}, Raw{nullptr, &sqlite3_finalize},
      Raw{nullptr, &sqlite3_finalize}};
  std::optional<Error> failure_;
  bool failed_ = false;
  bool usable_ = true;
};

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const SqliteOptions& options) {
  auto connection = std::make_unique<Connection>(options);
  if (auto opened = connection->open(); !opened) return std::move(opened).error();
  return std::unique_ptr<SqliteConnection>(std::move(connection));
}

}  // namespace walkie

#include "tests/support/memory_store.h"

#include <sqlite3.h>

#include <mutex>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "store/epoch.h"
#include "store/sql/queries.h"
#include "store/sql/reader.h"
#include "store/sqlite/sqlite_driver.h"

namespace walkie::testing {

// SQLite's "memdb": all connections to one name share one database, which goes with the last one.
// Connections are used again, because each one reads the schema and prepares its statements.
struct MemoryStore::Database {
  Database() {
    static std::atomic<int> count = 0;
    // Only with a slash at its beginning is the name shared.
    name = "/walkie-" + std::to_string(++count);
    const int mode = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    WALKIE_ASSERT(sqlite3_open_v2(name.c_str(), &keeper, mode, "memdb") == SQLITE_OK);
  }
  ~Database() { sqlite3_close_v2(keeper); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  std::unique_ptr<SqliteConnection> take() const {
    {
      std::scoped_lock lock(mutex);
      if (!idle.empty()) {
        auto connection = std::move(idle.back());
        idle.pop_back();
        return connection;
      }
    }
    SqliteOptions options;
    options.path = name;
    options.vfs = "memdb";
    auto opened = SqliteConnection::open(options);
    WALKIE_ASSERT(opened.ok());
    return std::move(*opened);
  }
  void give_back(std::unique_ptr<SqliteConnection> connection) const {
    connection->rollback();
    if (connection->take_failure() || !connection->usable()) return;
    std::scoped_lock lock(mutex);
    idle.push_back(std::move(connection));
  }
  // Page by page.
  std::shared_ptr<const Database> copy() const {
    auto made = std::make_shared<Database>();
    sqlite3_backup* copying = sqlite3_backup_init(made->keeper, "main", keeper, "main");
    WALKIE_ASSERT(copying != nullptr && sqlite3_backup_step(copying, -1) == SQLITE_DONE);
    WALKIE_ASSERT(sqlite3_backup_finish(copying) == SQLITE_OK);
    return made;
  }

  std::string name;
  sqlite3* keeper = nullptr;
  mutable std::mutex mutex;
  mutable std::vector<std::unique_ptr<SqliteConnection>> idle;
};

namespace {

Error power_is_off() {
  return {Code::unavailable, "store_unavailable", "this connection did not survive the crash", "",
          1};
}

}  // namespace

// A connection whose commits and reads the test can make fail.
class MemoryStore::Connection final : public SqlConnection {
 public:
  // `store`: whose environment is asked; none for what no environment can make fail.
  Connection(std::shared_ptr<const Database> database, const MemoryStore* store, int life)
      : database_(std::move(database)), inner_(database_->take()), store_(store), life_(life) {}
  ~Connection() override { database_->give_back(std::move(inner_)); }

  SqlStatement& statement(Query query) override { return inner_->statement(query); }
  SqlStatement& statement(Query query, const std::string& filters) override {
    return inner_->statement(query, filters);
  }
  void execute(const std::string& sql) override { inner_->execute(sql); }
  void begin_write() override {
    if (store_ != nullptr && life_ != store_->life_) return refuse(power_is_off());
    inner_->begin_write();
  }
  void begin_read() override {
    reads_ = true;
    inner_->begin_read();
  }
  void commit() override {
    if (auto error = ask(Moment::commit)) return refuse(std::move(*error));
    inner_->commit();
  }
  void rollback() override {
    inner_->rollback();
    if (!std::exchange(reads_, false)) return;
    if (auto error = ask(Moment::read)) refuse(std::move(*error));
  }
  void savepoint() override { inner_->savepoint(); }
  void release_savepoint() override { inner_->release_savepoint(); }
  void rollback_to_savepoint() override { inner_->rollback_to_savepoint(); }
  void refuse(Error error) override { inner_->refuse(std::move(error)); }
  bool failed() const override { return inner_->failed(); }
  std::optional<Error> take_failure() override { return inner_->take_failure(); }
  bool usable() const override { return inner_->usable(); }
  int schema_version() override { return inner_->schema_version(); }
  void set_schema_version(int version) override { inner_->set_schema_version(version); }
  std::string dialect(std::string_view sql) const override { return inner_->dialect(sql); }

 private:
  std::optional<Error> ask(Moment moment) const {
    if (store_ == nullptr || !store_->environment_) return std::nullopt;
    return store_->environment_(moment);
  }

  const std::shared_ptr<const Database> database_;
  std::unique_ptr<SqliteConnection> inner_;
  const MemoryStore* store_;
  const int life_;
  bool reads_ = false;
};

std::unique_ptr<SqlWriter> MemoryStore::make_writer(const MemoryStore* store) const {
  return std::make_unique<SqlWriter>(
      [database = database_, store, life = life_.load()] {
        return Result<std::unique_ptr<SqlConnection>>(
            std::make_unique<Connection>(database, store, life));
      },
      [] { return Result<void>(); }, [](SqlConnection&) {});
}

MemoryStore::MemoryStore(Random& random) {
  // The schema is made once for the whole program, and copied.
  static const std::shared_ptr<const Database> empty = [] {
    auto made = std::make_shared<Database>();
    const auto connection = made->take();
    for (const Migration& migration : migrations())
      connection->execute(connection->dialect(migration.sql));
    WALKIE_ASSERT(!connection->failed());
    return made;
  }();
  database_ = empty->copy();
  const auto begun = make_writer(nullptr)->write([&random](Transaction& transaction) {
    transaction.save_setting("epoch", make_epoch(random));
    return Result<void>();
  });
  WALKIE_ASSERT(begun.ok());
}

MemoryStore::~MemoryStore() = default;

std::unique_ptr<Writer> MemoryStore::writer() {
  WALKIE_ASSERT(!std::exchange(writer_taken_, true));
  return make_writer(this);
}

std::unique_ptr<Reader> MemoryStore::reader() {
  return std::make_unique<SqlReader>([this, database = database_, life = life_.load()] {
    return Result<std::unique_ptr<SqlConnection>>(
        std::make_unique<Connection>(database, this, life));
  });
}

MemoryStore::Backup MemoryStore::backup() const { return database_->copy(); }

void MemoryStore::crash(const Backup& durable) {
  ++life_;
  writer_taken_ = false;
  if (durable != nullptr) database_ = durable->copy();
}

void MemoryStore::restore(const Backup& backup, Random& random) {
  crash(backup);
  const auto restored = make_writer(nullptr)->write([&random](Transaction& transaction) {
    transaction.save_epoch(make_epoch(random));
    return Result<void>();
  });
  WALKIE_ASSERT(restored.ok());
}

}  // namespace walkie::testing

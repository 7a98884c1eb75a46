#include "tests/support/memory_store.h"

#include <utility>

#include "base/assert.h"
#include "store/epoch.h"
#include "store/sql/queries.h"
#include "store/sql/reader.h"
#include "store/sql/writer.h"

namespace walkie::testing {

// SQLite's "memdb": all connections to one name share one database, which goes with the last one.
struct MemoryStore::Database {
  Database() {
    static std::atomic<int> count = 0;
    // Only with a slash at its beginning is the name shared.
    name = "/walkie-" + std::to_string(++count);
    keeper = open();
  }
  std::unique_ptr<SqliteConnection> open() const {
    SqliteOptions options;
    options.path = name;
    options.vfs = "memdb";
    auto opened = SqliteConnection::open(options);
    WALKIE_ASSERT(opened.ok());
    return std::move(*opened);
  }
  // Past whatever the test lets fail.
  void write(const Writer::Step& step) const {
    SqlWriter writer([this] { return Result<std::unique_ptr<SqlConnection>>(open()); },
                     [] { return Result<void>(); }, [](SqlConnection&) {});
    WALKIE_ASSERT(writer.write(step).ok());
  }
  std::shared_ptr<const Database> copy() const {
    auto made = std::make_shared<Database>();
    WALKIE_ASSERT(keeper->copy_to(made->name).ok());
    return made;
  }

  std::string name;
  std::unique_ptr<SqliteConnection> keeper;
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
  Connection(std::unique_ptr<SqliteConnection> inner, const MemoryStore& store, int life)
      : inner_(std::move(inner)), store_(store), life_(life) {}

  SqlStatement& statement(Query query) override { return inner_->statement(query); }
  void execute(const std::string& sql) override { inner_->execute(sql); }
  void begin_write() override {
    if (life_ != store_.life_) return refuse(power_is_off());
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
    return store_.environment_ ? store_.environment_(moment) : std::nullopt;
  }

  std::unique_ptr<SqliteConnection> inner_;
  const MemoryStore& store_;
  const int life_;
  bool reads_ = false;
};

MemoryStore::MemoryStore(Random& random) {
  // The schema is made once for the whole program, and copied.
  static const std::shared_ptr<const Database> empty = [] {
    auto made = std::make_shared<Database>();
    SqliteConnection& connection = *made->keeper;
    for (const Migration& migration : migrations())
      connection.execute(connection.dialect(migration.sql));
    WALKIE_ASSERT(!connection.failed());
    return made;
  }();
  database_ = empty->copy();
  database_->write([&random](Transaction& transaction) -> Result<void> {
    transaction.save_setting("epoch", make_epoch(random));
    return {};
  });
}

MemoryStore::~MemoryStore() = default;

Result<std::unique_ptr<SqlConnection>> MemoryStore::connect(int life) {
  return std::unique_ptr<SqlConnection>(
      std::make_unique<Connection>(database_->open(), *this, life));
}

std::unique_ptr<Writer> MemoryStore::writer() {
  WALKIE_ASSERT(!std::exchange(writer_taken_, true));
  return std::make_unique<SqlWriter>([this, life = life_.load()] { return connect(life); },
                                     [] { return Result<void>(); }, [](SqlConnection&) {});
}

std::unique_ptr<Reader> MemoryStore::reader() {
  return std::make_unique<SqlReader>([this, life = life_.load()] { return connect(life); });
}

MemoryStore::Backup MemoryStore::backup() const { return database_->copy(); }

void MemoryStore::crash(const Backup& durable) {
  ++life_;
  writer_taken_ = false;
  if (durable != nullptr) database_ = durable->copy();
}

void MemoryStore::restore(const Backup& backup, Random& random) {
  crash(backup);
  database_->write([&random](Transaction& transaction) -> Result<void> {
    transaction.save_epoch(make_epoch(random));
    return {};
  });
}

}  // namespace walkie::testing

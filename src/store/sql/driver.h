// What the SQL store needs of a database. sqlite_driver implements it; PostgreSQL can be added.
//
// A connection and its statements are used by one thread at a time. The connection keeps its first
// failure: then step() returns false and insert() returns 0, until take_failure() is called.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/sql/queries.h"

namespace walkie {

// A prepared statement. Parameters are numbered from 1, columns from 0. Bound text must live
// until reset(); text read from a column lives until the next step().
class SqlStatement {
 public:
  virtual ~SqlStatement() = default;
  virtual void bind(int parameter, std::int64_t value) = 0;
  virtual void bind(int parameter, std::string_view text) = 0;
  virtual void bind_bytes(int parameter, std::string_view bytes) = 0;
  virtual void bind_null(int parameter) = 0;
  virtual void bind_copy(int parameter, std::string_view text) = 0;  // copies the text
  // True: there is a row. False: no more rows, or a failure.
  virtual bool step() = 0;
  // Runs an INSERT and returns the id; 0 after a failure, or when ON CONFLICT did nothing.
  virtual std::int64_t insert() = 0;
  // Runs an UPDATE. False: a failure, or no row matched.
  virtual bool update() = 0;
  virtual void reset() = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // text or bytes
  virtual bool is_null(int column) const = 0;
};

class SqlConnection {
 public:
  virtual ~SqlConnection() = default;
  // Prepared at the first use and kept. Never fails: statements of a broken connection do nothing.
  virtual SqlStatement& statement(Query query) = 0;
  // For a query with {filters}. Each statement is kept, so there must be few different ones.
  virtual SqlStatement& statement(Query query, const std::string& filters) = 0;
  // One or more statements without parameters (migrations).
  virtual void execute(const std::string& sql) = 0;

  virtual void begin_write() = 0;
  virtual void begin_read() = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;
  virtual void savepoint() = 0;
  virtual void release_savepoint() = 0;
  virtual void rollback_to_savepoint() = 0;

  // Adds a failure that the store found: a conflict, which fails the step.
  virtual void refuse(Error error) = 0;
  virtual bool failed() const = 0;
  // The first failure since the last call.
  virtual std::optional<Error> take_failure() = 0;
  // False after a failure that is not a conflict. It may have ended the transaction or the
  // connection: the open transaction is lost, and a new connection is needed.
  virtual bool usable() const = 0;

  virtual int schema_version() = 0;
  virtual void set_schema_version(int version) = 0;  // inside the migration's transaction
  // Replaces the ${…} words of a migration.
  virtual std::string dialect(std::string_view sql) const = 0;
};

// Resets a statement at the end of the scope, so that it holds no lock and no bound text.
class Running {
 public:
  explicit Running(SqlStatement& statement) : statement_(statement) {}
  ~Running() { statement_.reset(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  SqlStatement* operator->() { return &statement_; }
  SqlStatement& operator*() { return statement_; }

  // Binds the arguments to $1, $2 and so on.
  template <class... Values>
  Running& with(const Values&... values) {
    int parameter = 0;
    (bind(++parameter, values), ...);
    return *this;
  }

 private:
  void bind(int parameter, std::int64_t value) { statement_.bind(parameter, value); }
  void bind(int parameter, std::string_view text) { statement_.bind(parameter, text); }

  SqlStatement& statement_;
};

}  // namespace walkie

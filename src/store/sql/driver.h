// What the SQL store asks of a database. sqlite_driver is one; a PostgreSQL one fits beside it.
//
// A connection and its statements belong to one thread at a time. Failures are remembered by the
// connection: after one, step() answers false and insert() 0 until take_failure() is called.
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
  virtual void bind_copy(int parameter, std::string_view text) = 0;  // it need not live on
  // True: a row is there. False: no more rows, or a failure.
  virtual bool step() = 0;
  // Runs an INSERT and answers its id; 0 after a failure, or when a conflict made it do nothing.
  virtual std::int64_t insert() = 0;
  // Runs an UPDATE. False: a failure, or no row was like that.
  virtual bool update() = 0;
  virtual void reset() = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // text or bytes
  virtual bool is_null(int column) const = 0;
};

class SqlConnection {
 public:
  virtual ~SqlConnection() = default;
  // Prepared at first use and kept. Never fails: a statement of a broken connection does nothing.
  virtual SqlStatement& statement(Query query) = 0;
  // Of a query with {filters}. Each text is kept: there must be few.
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

  // A failure that the store has found and the database has not: it costs a step, as a conflict.
  virtual void refuse(Error error) = 0;
  virtual bool failed() const = 0;
  // The first failure since the last call.
  virtual std::optional<Error> take_failure() = 0;
  // False after a failure that is no conflict. It may have ended the transaction or the
  // connection: everything of the open transaction is lost, and a fresh connection is wanted.
  virtual bool usable() const = 0;

  virtual int schema_version() = 0;
  virtual void set_schema_version(int version) = 0;  // inside the migration's transaction
  // Fills in the ${…} words of a migration.
  virtual std::string dialect(std::string_view sql) const = 0;
};

// Resets a statement when the scope ends, so that it holds neither a lock nor bound text.
class Running {
 public:
  explicit Running(SqlStatement& statement) : statement_(statement) {}
  ~Running() { statement_.reset(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  SqlStatement* operator->() { return &statement_; }
  SqlStatement& operator*() { return statement_; }

  // Binds the arguments to $1, $2 … in their order.
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

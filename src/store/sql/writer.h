// The port's Writer over SQL connections, one after the other.
//
// A batch runs without savepoints at first: a step almost never fails after it has changed
// something, and a savepoint costs a third of an insert (docs/decisions/0074). When a step fails
// after a change, or another process has changed a row, the batch is rolled back and runs once
// more, guarded. Then each step has a savepoint, and its changes are written at its end, so that a
// conflict fails only its own step.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "store/sql/open_connection.h"
#include "store/sql/transaction.h"
#include "store/store.h"

namespace walkie {

class SqlWriter final : public Writer {
 public:
  // Both are called on the writer's thread, between two batches: `may_write` before the connection
  // is opened, `before_batch` with it.
  SqlWriter(OpenConnection open, std::function<Result<void>()> may_write,
            std::function<void(SqlConnection&)> before_batch)
      : open_connection_(std::move(open)),
        may_write_(std::move(may_write)),
        before_batch_(std::move(before_batch)) {}

  Result<std::vector<Result<void>>> commit(std::size_t count, const Steps& steps) override;

 private:
  using Results = std::vector<Result<void>>;
  // The results of one run of a batch. nullopt: it was rolled back and must run again, guarded.
  using Outcome = std::optional<Result<Results>>;

  Result<void> begin(SqlBatch::Guard guard);
  Outcome run(std::size_t count, const Steps& steps, SqlBatch::Guard guard);
  Outcome finish(Results results);
  Outcome roll_back();
  Error give_up(Error error);

  OpenConnection open_connection_;
  std::function<Result<void>()> may_write_;
  std::function<void(SqlConnection&)> before_batch_;
  std::unique_ptr<SqlConnection> connection_;
  // New with each connection: `transaction_` refers to `batch_`, and `batch_` to the connection.
  std::unique_ptr<SqlBatch> batch_;
  std::unique_ptr<SqlTransaction> transaction_;
};

}  // namespace walkie

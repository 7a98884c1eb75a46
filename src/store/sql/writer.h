// The port's Writer over SQL connections, one after the other.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "store/sql/open_connection.h"
#include "store/sql/transaction.h"
#include "store/store.h"

namespace walkie {

class SqlWriter final : public Writer {
 public:
  // Both run on the writer's thread, between two batches: `may_write` before anything is opened,
  // `before_batch` with the connection.
  SqlWriter(OpenConnection open, std::function<Result<void>()> may_write,
            std::function<void(SqlConnection&)> before_batch)
      : open_connection_(std::move(open)),
        may_write_(std::move(may_write)),
        before_batch_(std::move(before_batch)) {}
  ~SqlWriter() override;

  Result<void> begin(Undo undo) override;
  Result<void> step(const Step& step) override;
  Result<void> commit() override;
  bool spoiled() const override { return spoiled_; }

 private:
  Result<void> undo_spoiled();
  Result<void> give_up(Error error);

  OpenConnection open_connection_;
  std::function<Result<void>()> may_write_;
  std::function<void(SqlConnection&)> before_batch_;
  std::unique_ptr<SqlConnection> connection_;
  // With each connection a new one: `transaction_` refers to `batch_`, that to the connection.
  std::unique_ptr<SqlBatch> batch_;
  std::unique_ptr<SqlTransaction> transaction_;
  std::optional<Error> broken_;  // what ended the open batch
  bool open_ = false;
  bool spoiled_ = false;
};

}  // namespace walkie

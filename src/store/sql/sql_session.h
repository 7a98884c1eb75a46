// Writer and Reader over SQL connections.
#pragma once

#include <functional>
#include <memory>

#include "store/sql/sql_transaction.h"
#include "store/store.h"

namespace walkie {

// Opens a connection; called again after a failure that may have broken the last one.
using OpenConnection = std::function<Result<std::unique_ptr<SqlConnection>>()>;

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
  std::unique_ptr<SqlTransaction> transaction_;
  std::optional<Error> broken_;  // what ended the open batch
  bool open_ = false;
  bool spoiled_ = false;
};

class SqlReader final : public Reader {
 public:
  explicit SqlReader(OpenConnection open) : open_connection_(std::move(open)) {}

  Result<void> read(const Look& look) override;

 private:
  OpenConnection open_connection_;
  std::unique_ptr<SqlConnection> connection_;
};

}  // namespace walkie

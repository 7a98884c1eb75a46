#include "store/sql/writer.h"

namespace walkie {
namespace {

Error spoiled_batch() {
  return {Code::unavailable, "batch_undone", "Another step of the batch failed.", "", 1};
}

}  // namespace

SqlWriter::~SqlWriter() {
  if (open_ && connection_ != nullptr) connection_->rollback();
}

// Drops the connection: what SQLite still holds after a failed write or sync is not trusted, the
// next batch starts from what is on disk.
Result<void> SqlWriter::give_up(Error error) {
  if (connection_ != nullptr) connection_->rollback();
  transaction_.reset();
  batch_.reset();
  connection_.reset();
  open_ = false;
  return error;
}

Result<void> SqlWriter::begin(Undo undo) {
  WALKIE_ASSERT(!open_);
  spoiled_ = false;
  if (auto may = may_write_(); !may) return may;
  if (connection_ == nullptr) {
    auto opened = open_connection_();
    if (!opened) return std::move(opened).error();
    connection_ = std::move(*opened);
    batch_ = std::make_unique<SqlBatch>(*connection_);
    transaction_ = std::make_unique<SqlTransaction>(*batch_);
  }
  before_batch_(*connection_);
  connection_->begin_write();
  if (auto failure = connection_->take_failure()) return give_up(std::move(*failure));
  batch_->begin(undo);
  broken_.reset();
  open_ = true;
  return {};
}

Result<void> SqlWriter::step(const Step& step) {
  WALKIE_ASSERT(open_);
  if (broken_) return *broken_;
  if (spoiled_) return spoiled_batch();
  batch_->begin_step();
  Result<void> result = step(*transaction_);
  if (auto failure = connection_->take_failure()) {
    if (!connection_->usable()) broken_ = *failure;
    result = std::move(*failure);
  }
  if (broken_) return result;
  spoiled_ = !batch_->end_step(result.ok());
  if (auto failure = connection_->take_failure()) {
    broken_ = *failure;
    result = std::move(*failure);
  }
  return result;
}

Result<void> SqlWriter::undo_spoiled() {
  connection_->rollback();
  if (auto failure = connection_->take_failure()) return give_up(std::move(*failure));
  batch_->end(false);
  open_ = false;
  return spoiled_batch();
}

Result<void> SqlWriter::commit() {
  WALKIE_ASSERT(open_);
  if (spoiled_ && !broken_) return undo_spoiled();
  if (!broken_) {
    batch_->flush();
    if (!connection_->failed()) connection_->commit();
    broken_ = connection_->take_failure();
  }
  if (broken_) return give_up(std::move(*broken_));
  batch_->end(true);
  open_ = false;
  return {};
}

}  // namespace walkie

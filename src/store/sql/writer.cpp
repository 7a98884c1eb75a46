#include "store/sql/writer.h"

namespace walkie {

Result<std::vector<Result<void>>> SqlWriter::commit(std::size_t count, const Steps& steps) {
  Outcome first = run(count, steps, SqlBatch::Guard::none);
  if (first) return std::move(*first);
  Outcome second = run(count, steps, SqlBatch::Guard::each_step);
  WALKIE_ASSERT(second.has_value());
  return std::move(*second);
}

// Drops the connection: the state of SQLite after a failed write or sync is not trusted. The next
// batch starts from the disk.
Error SqlWriter::give_up(Error error) {
  if (connection_ != nullptr) connection_->rollback();
  transaction_.reset();
  batch_.reset();
  connection_.reset();
  return error;
}

Result<void> SqlWriter::begin(SqlBatch::Guard guard) {
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
  batch_->begin(guard);
  return {};
}

SqlWriter::Outcome SqlWriter::run(std::size_t count, const Steps& steps, SqlBatch::Guard guard) {
  if (auto begun = begin(guard); !begun) return std::move(begun).error();
  Results results;
  results.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    batch_->begin_step();
    Result<void>& result = results.emplace_back(steps(i, *transaction_));
    if (result && !connection_->failed()) batch_->write_step();
    if (auto failure = connection_->take_failure()) {
      if (!connection_->usable()) return give_up(std::move(*failure));
      result = std::move(*failure);
    }
    const bool ended = batch_->end_step(result.ok());
    if (auto failure = connection_->take_failure()) return give_up(std::move(*failure));
    if (!ended) return roll_back();
  }
  return finish(std::move(results));
}

SqlWriter::Outcome SqlWriter::finish(Results results) {
  batch_->flush();
  if (auto failure = connection_->take_failure()) {
    if (connection_->usable()) return roll_back();  // another process has changed a row
    return give_up(std::move(*failure));
  }
  connection_->commit();
  if (auto failure = connection_->take_failure()) return give_up(std::move(*failure));
  batch_->end(true);
  return results;
}

SqlWriter::Outcome SqlWriter::roll_back() {
  connection_->rollback();
  if (auto failure = connection_->take_failure()) return give_up(std::move(*failure));
  batch_->end(false);
  return std::nullopt;
}

}  // namespace walkie

#include "store/sql/reader.h"

#include <optional>

#include "store/sql/transaction.h"

namespace walkie {

Result<void> SqlReader::read(const Look& look) {
  if (connection_ == nullptr) {
    auto opened = open_connection_();
    if (!opened) return std::move(opened).error();
    connection_ = std::move(*opened);
  }
  connection_->begin_read();
  Result<void> result;
  if (!connection_->failed()) {
    SqlView view(*connection_);
    result = look(view);
  }
  std::optional<Error> failure = connection_->take_failure();
  connection_->rollback();
  if (auto late = connection_->take_failure(); late && !failure) failure = std::move(late);
  if (!connection_->usable()) connection_.reset();
  if (failure) return std::move(*failure);
  return result;
}

}  // namespace walkie

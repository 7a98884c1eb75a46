// The port's Reader over SQL connections, one after the other.
#pragma once

#include <memory>
#include <utility>

#include "store/sql/open_connection.h"
#include "store/store.h"

namespace walkie {

class SqlReader final : public Reader {
 public:
  explicit SqlReader(OpenConnection open) : open_connection_(std::move(open)) {}

  Result<void> read(const Look& look) override;

 private:
  OpenConnection open_connection_;
  std::unique_ptr<SqlConnection> connection_;
};

}  // namespace walkie

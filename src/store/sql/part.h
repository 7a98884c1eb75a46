// What the SQL implementation of a noun is made of: SqlReads for the half that reads, SqlWrites
// for the half that writes. Both live as long as the transaction that they belong to.
#pragma once

#include "store/sql/batch.h"
#include "store/sql/driver.h"

namespace walkie {

class SqlReads {
 public:
  explicit SqlReads(SqlConnection& connection) : connection_(connection) {}

 protected:
  Running run(Query query) const { return Running(connection_.statement(query)); }

  SqlConnection& connection_;
};

class SqlWrites {
 public:
  explicit SqlWrites(SqlBatch& batch) : batch_(batch) {}

 protected:
  // For statements that change something. Those that only look use SqlReads::run.
  Running change(Query query) const { return batch_.change(query); }

  SqlBatch& batch_;
};

}  // namespace walkie

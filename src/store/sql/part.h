// The bases of the SQL implementation of a noun: SqlReads for reading, SqlWrites for writing. Both
// live as long as their transaction.
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
  // For statements that change something. Statements that only read use SqlReads::run.
  Running change(Query query) const { return batch_.change(query); }

  SqlBatch& batch_;
};

}  // namespace walkie

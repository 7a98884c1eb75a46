// Visitors in SQL.
#pragma once

#include "store/sql/part.h"
#include "store/visitors.h"

namespace walkie {

class SqlVisitorReads : public virtual VisitorReads, protected SqlReads {
 public:
  explicit SqlVisitorReads(SqlConnection& connection) : SqlReads(connection) {}

  std::optional<Visitor> visitor(VisitorId id) override;
};

class SqlVisitors : public SqlVisitorReads, public virtual VisitorWrites, protected SqlWrites {
 public:
  explicit SqlVisitors(SqlBatch& batch) : SqlVisitorReads(batch.connection()), SqlWrites(batch) {}

  VisitorId add_visitor(const Visitor& visitor) override;
  void save_visitor(const Visitor& visitor) override;
};

}  // namespace walkie

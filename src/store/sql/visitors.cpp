#include "store/sql/visitors.h"

#include "store/sql/read_rows.h"

namespace walkie {

std::optional<Visitor> SqlVisitorReads::visitor(VisitorId id) {
  Running query = run(Query::visitor);
  return one_row<Visitor>(query.with(id.value));
}

VisitorId SqlVisitors::add_visitor(const Visitor& visitor) {
  Running query = change(Query::add_visitor);
  bind_columns(*query, Columns::but_id, visitor);
  return {query->insert()};
}

void SqlVisitors::save_visitor(const Visitor& visitor) {
  Running query = change(Query::save_visitor);
  bind_columns(*query.with(visitor.id.value), Columns::changing, visitor, 2);
  query->step();
}

}  // namespace walkie

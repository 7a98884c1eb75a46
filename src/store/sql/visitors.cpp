#include "store/sql/visitors.h"

#include "store/sql/read_rows.h"
#include "store/sql/rows.h"

namespace walkie {

std::optional<Visitor> SqlVisitorReads::visitor(VisitorId id) {
  Running query = run(Query::visitor);
  return one_row(query.with(id.value), visitor_row);
}

VisitorId SqlVisitors::add_visitor(const Visitor& visitor) {
  Running query = change(Query::add_visitor);
  query.with(visitor.inbox_id.value, visitor.name, visitor.email, visitor.created_at.ms);
  return {query->insert()};
}

void SqlVisitors::save_visitor(const Visitor& visitor) {
  Running query = change(Query::save_visitor);
  query.with(visitor.id.value, visitor.inbox_id.value, visitor.name, visitor.email,
             visitor.created_at.ms);
  query->step();
}

}  // namespace walkie

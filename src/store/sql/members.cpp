#include "store/sql/members.h"

namespace walkie {

std::vector<InboxId> members(SqlConnection& connection, Query query, std::int64_t id) {
  Running rows(connection.statement(query));
  rows.with(id);
  std::vector<InboxId> out;
  while (rows->step())
    out.push_back({rows->integer(0)});
  return out;
}

void save_members(SqlBatch& batch, Query remove, Query add, std::int64_t id,
                  const std::vector<InboxId>& inboxes) {
  batch.change(remove).with(id)->step();
  for (const InboxId inbox : inboxes)
    batch.change(add).with(id, inbox.value)->step();
}

}  // namespace walkie

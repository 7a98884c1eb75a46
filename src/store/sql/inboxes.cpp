#include "store/sql/inboxes.h"

#include "store/sql/read_rows.h"
#include "store/sql/rows.h"

namespace walkie {

std::optional<Inbox> SqlInboxReads::inbox(InboxId id) {
  Running query = run(Query::inbox);
  return one_row(query.with(id.value), inbox_row);
}

std::vector<Inbox> SqlInboxReads::inboxes() {
  Running query = run(Query::inboxes);
  return all_rows(query, inbox_row);
}

InboxId SqlInboxes::add_inbox(const Inbox& inbox) {
  const std::string origins = origins_text(inbox.allowed_origins);
  Running query = change(Query::add_inbox);
  return {query.with(inbox.name, origins, inbox.created_at.ms)->insert()};
}

void SqlInboxes::save_inbox(const Inbox& inbox) {
  const std::string origins = origins_text(inbox.allowed_origins);
  Running query = change(Query::save_inbox);
  query.with(inbox.id.value, inbox.name, origins, inbox.created_at.ms)->step();
}

}  // namespace walkie

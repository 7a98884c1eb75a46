#include "store/sql/inboxes.h"

#include "store/sql/read_rows.h"

namespace walkie {

std::optional<Inbox> SqlInboxReads::inbox(InboxId id) {
  Running query = run(Query::inbox);
  return one_row<Inbox>(query.with(id.value));
}

std::vector<Inbox> SqlInboxReads::inboxes() {
  Running query = run(Query::inboxes);
  return all_rows<Inbox>(query);
}

InboxId SqlInboxes::add_inbox(const Inbox& inbox) {
  Running query = change(Query::add_inbox);
  bind_columns(*query, Columns::but_id, inbox);
  return {query->insert()};
}

void SqlInboxes::save_inbox(const Inbox& inbox) {
  Running query = change(Query::save_inbox);
  bind_columns(*query.with(inbox.id.value), Columns::changing, inbox, 2);
  query->step();
}

}  // namespace walkie

// Inboxes in SQL.
#pragma once

#include "store/inboxes.h"
#include "store/sql/part.h"

namespace walkie {

class SqlInboxReads : public virtual InboxReads, protected SqlReads {
 public:
  explicit SqlInboxReads(SqlConnection& connection) : SqlReads(connection) {}

  std::optional<Inbox> inbox(InboxId id) override;
  std::vector<Inbox> inboxes() override;
};

class SqlInboxes : public SqlInboxReads, public virtual InboxWrites, protected SqlWrites {
 public:
  explicit SqlInboxes(SqlBatch& batch) : SqlInboxReads(batch.connection()), SqlWrites(batch) {}

  InboxId add_inbox(const Inbox& inbox) override;
  void save_inbox(const Inbox& inbox) override;
};

}  // namespace walkie

// Events in SQL. New messages are in the table of messages, other events in the table of events.
#pragma once

#include "store/events.h"
#include "store/sql/part.h"

namespace walkie {

class SqlEventReads : public virtual EventReads, protected SqlReads {
 public:
  explicit SqlEventReads(SqlConnection& connection) : SqlReads(connection) {}

  std::vector<Event> events(ConversationId conversation, Channel channel, Seq after,
                            int limit) override;
  std::vector<Event> updates(ConversationId conversation, Seq after, Seq before,
                             int limit) override;
};

class SqlEvents : public SqlEventReads, public virtual EventWrites, protected SqlWrites {
 public:
  explicit SqlEvents(SqlBatch& batch) : SqlEventReads(batch.connection()), SqlWrites(batch) {}

  void add_event(const Event& event) override;
};

}  // namespace walkie

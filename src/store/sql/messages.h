// Messages and notes in SQL.
#pragma once

#include "store/messages.h"
#include "store/sql/part.h"

namespace walkie {

class SqlMessageReads : public virtual MessageReads, protected SqlReads {
 public:
  explicit SqlMessageReads(SqlConnection& connection) : SqlReads(connection) {}

  std::optional<Message> message(MessageId id) override;
  std::optional<Message> message_by_client_id(ConversationId conversation,
                                              PrincipalKind sender_kind, std::int64_t sender_id,
                                              std::string_view client_id) override;
  std::vector<Message> messages(const MessageFilter& filter) override;
  std::optional<Message> answer_of_another(ConversationId conversation, Seq after,
                                           PrincipalKind self_kind, std::int64_t self_id) override;
  int count_messages(ConversationId conversation, Seq after, bool of_visitors,
                     int at_most) override;
};

class SqlMessages : public SqlMessageReads, public virtual MessageWrites, protected SqlWrites {
 public:
  explicit SqlMessages(SqlBatch& batch) : SqlMessageReads(batch.connection()), SqlWrites(batch) {}

  MessageId add_message(const Message& message) override;
  void save_message(const Message& message) override;
};

}  // namespace walkie

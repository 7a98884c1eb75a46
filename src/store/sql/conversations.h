// Conversations in SQL. The writer sees them through its cache (conversation_cache.h).
#pragma once

#include "store/conversations.h"
#include "store/sql/part.h"

namespace walkie {

class SqlConversationReads : public virtual ConversationReads, protected SqlReads {
 public:
  explicit SqlConversationReads(SqlConnection& connection) : SqlReads(connection) {}

  std::optional<Conversation> conversation(ConversationId id) override;
  std::vector<Conversation> conversations(const ConversationFilter& filter) override;
  std::int64_t count_conversations(const ConversationFilter& filter, int at_most) override;
  std::vector<Conversation> conversations_by_id(const std::vector<ConversationId>& ids) override;

 private:
  std::vector<InboxId> wanted_inboxes(const ConversationFilter& filter);
  std::vector<Conversation> of_visitor(const ConversationFilter& filter);
};

class SqlConversations : public SqlConversationReads,
                         public virtual ConversationWrites,
                         protected SqlWrites {
 public:
  explicit SqlConversations(SqlBatch& batch)
      : SqlConversationReads(batch.connection()), SqlWrites(batch) {}

  std::optional<Conversation> conversation(ConversationId id) override;
  std::vector<Conversation> conversations(const ConversationFilter& filter) override;
  std::int64_t count_conversations(const ConversationFilter& filter, int at_most) override;
  ConversationId add_conversation(const Conversation& conversation) override;
  void save_conversation(const Conversation& conversation) override;
  Seq next_seq(ConversationId conversation, Channel channel) override;
};

}  // namespace walkie

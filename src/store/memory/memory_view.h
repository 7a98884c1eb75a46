// View over the tables of the memory store. The state outlives the view and does not change
// under it but through the owner's own transaction.
#pragma once

#include "store/memory/memory_state.h"
#include "store/store.h"

namespace walkie {

// `Base` is View for a reader's snapshot and Transaction for the writer's working state.
template <class Base>
class MemoryView : public Base {
 public:
  explicit MemoryView(const MemoryState& state) : state_(&state) {}

  std::string epoch() override;
  std::optional<Inbox> inbox(InboxId id) override;
  std::vector<Inbox> inboxes() override;
  std::optional<Visitor> visitor(VisitorId id) override;
  std::optional<Agent> agent(AgentId id) override;
  std::optional<Agent> agent_by_email(const Email& email) override;
  std::vector<Agent> agents() override;
  std::optional<Bot> bot(BotId id) override;
  std::optional<Bot> bot_by_key_hash(std::string_view hash) override;
  std::vector<Bot> bots() override;
  std::optional<Session> session_by_hash(std::string_view token_hash) override;
  std::optional<Conversation> conversation(ConversationId id) override;
  std::vector<Conversation> conversations(const ConversationFilter& filter) override;
  std::int64_t count_conversations(const ConversationFilter& filter, int at_most) override;
  std::vector<Conversation> conversations_by_id(const std::vector<ConversationId>& ids) override;
  std::optional<Message> message(MessageId id) override;
  std::optional<Message> message_by_client_id(ConversationId conversation,
                                              PrincipalKind sender_kind, std::int64_t sender_id,
                                              std::string_view client_id) override;
  std::vector<Message> messages(const MessageFilter& filter) override;
  std::vector<Event> events(ConversationId conversation, Channel channel, Seq after,
                            int limit) override;
  std::vector<Event> updates(ConversationId conversation, Seq after, Seq before,
                             int limit) override;
  std::optional<Message> answer_of_another(ConversationId conversation, Seq after,
                                           PrincipalKind self_kind, std::int64_t self_id) override;
  std::optional<Position> position(ConversationId conversation, PrincipalKind reader_kind,
                                   std::int64_t reader_id) override;
  std::vector<Position> positions(ConversationId conversation) override;
  int count_messages(ConversationId conversation, Seq after, bool of_visitors,
                     int at_most) override;
  std::optional<std::string> setting(std::string_view name) override;

 protected:
  const MemoryState* state_;
};

extern template class MemoryView<View>;
extern template class MemoryView<Transaction>;

}  // namespace walkie

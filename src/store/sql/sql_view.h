// View over one SQL connection, inside the transaction that its owner opened.
#pragma once

#include "store/sql/driver.h"
#include "store/store.h"

namespace walkie {

// `Base` is View for readers and Transaction for the writer.
template <class Base>
class SqlView : public Base {
 public:
  explicit SqlView(SqlConnection& connection) : connection_(&connection) {}

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
  Running run(Query query) { return Running(connection_->statement(query)); }

  SqlConnection* connection_;

 private:
  std::vector<InboxId> members(Query query, std::int64_t id);
  std::vector<InboxId> wanted_inboxes(const ConversationFilter& filter);
  std::vector<Conversation> of_visitor(const ConversationFilter& filter);
};

extern template class SqlView<View>;
extern template class SqlView<Transaction>;

}  // namespace walkie

#include "actions/visible.h"

#include <algorithm>

#include "chat/permissions.h"

namespace walkie::actions {

Result<Conversation> visible_conversation(const Context& context, View& store, ConversationId id) {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  std::optional<Conversation> conversation = store.conversation(id);
  if (!conversation || !may_read(context.principal, *conversation)) return unknown_conversation();
  return std::move(*conversation);
}

Result<VisibleMessage> visible_message(const Context& context, View& store, MessageId id) {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  std::optional<Message> message = store.message(id);
  if (!message) return unknown_message();
  std::optional<Conversation> conversation = store.conversation(message->conversation_id);
  if (!conversation || !may_see_message(context.principal, *conversation, *message)) {
    return unknown_message();
  }
  return VisibleMessage{std::move(*message), std::move(*conversation)};
}

ConversationRow row_of(View& store, const Conversation& conversation, const Principal* asker,
                       const Limits& limits) {
  ConversationRow row;
  row.conversation = conversation;
  row.visitor = store.visitor(conversation.visitor_id).value_or(Visitor{});
  if (conversation.assignee_id) {
    std::optional<Agent> assignee = store.agent(conversation.assignee_id);
    if (assignee) row.assignee = without_secret(std::move(*assignee));
  }
  for (const Position& position : store.positions(conversation.id)) {
    const auto kind = static_cast<PrincipalKind>(position.reader_kind);
    const bool visitor = kind == PrincipalKind::visitor;
    Seq& read = visitor ? row.visitor_read_seq : row.agent_read_seq;
    Seq& received = visitor ? row.visitor_received_seq : row.agent_received_seq;
    read = std::max(read, position.read_seq);
    received = std::max(received, position.received_seq);
    if (asker != nullptr && asker->kind == kind && asker->id == position.reader_id) {
      row.read_seq = position.read_seq;
    }
  }
  if (asker != nullptr && row.read_seq < conversation.last_seq) {
    row.unread = store.count_messages(conversation.id, row.read_seq, asker->staff(),
                                      static_cast<int>(limits.unread_max));
  }
  return row;
}

ChangedRow changed_row(const Conversation& conversation) {
  return {conversation.id, conversation.inbox_id, conversation.visitor_id, conversation.last_seq,
          conversation.staff_last_seq};
}

Agent without_secret(Agent agent) {
  agent.password_hash.clear();
  return agent;
}

Error unknown_inbox(const char* field) {
  return {.code = Code::not_found,
          .reason = "inbox_not_found",
          .detail = "There is no such inbox, or it is not yours to see.",
          .field = field};
}

Result<std::vector<InboxId>> chosen_inboxes(View& store, const std::vector<InboxId>& named) {
  std::vector<InboxId> chosen;
  if (named.empty()) {
    for (const Inbox& inbox : store.inboxes())
      chosen.push_back(inbox.id);
    return chosen;
  }
  for (InboxId id : named) {
    if (!store.inbox(id)) {
      Error unknown = unknown_inbox("inboxes");
      unknown.detail = "There is no inbox " + std::to_string(id.value) + ".";
      return unknown;
    }
    if (std::find(chosen.begin(), chosen.end(), id) == chosen.end()) chosen.push_back(id);
  }
  return chosen;
}

std::int64_t answer_bytes(const Principal& reader, const Limits& limits) {
  return reader.staff() ? limits.agent_answer_bytes : limits.visitor_answer_bytes;
}

int page_size(int asked, const Limits& limits) {
  if (asked <= 0) return static_cast<int>(limits.page_default);
  return std::min(asked, static_cast<int>(limits.page_max));
}

}  // namespace walkie::actions

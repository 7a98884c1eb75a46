#include "actions/conversation_rows.h"

#include <algorithm>

namespace walkie::actions {

ConversationRow conversation_row(View& store, const Conversation& conversation,
                                 const Principal* reader, const Limits& limits) {
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
    if (reader != nullptr && reader->kind == kind && reader->id == position.reader_id) {
      row.read_seq = position.read_seq;
    }
  }
  if (reader != nullptr && row.read_seq < conversation.last_seq) {
    row.unread = store.count_messages(conversation.id, row.read_seq, reader->staff(),
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

}  // namespace walkie::actions

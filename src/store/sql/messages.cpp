#include "store/sql/messages.h"

#include <algorithm>

#include "store/sql/read_rows.h"

namespace walkie {

std::optional<Message> SqlMessageReads::message(MessageId id) {
  Running query = run(Query::message);
  return one_row<Message>(query.with(number(id)));
}

std::optional<Message> SqlMessageReads::message_by_client_id(ConversationId conversation,
                                                             PrincipalKind sender_kind,
                                                             std::int64_t sender_id,
                                                             std::string_view client_id) {
  Running query = run(Query::message_by_client_id);
  return one_row<Message>(
      query.with(client_id, conversation.value, number(sender_kind), sender_id));
}

std::vector<Message> SqlMessageReads::messages(const MessageFilter& filter) {
  Running query = run(filter.newest_first ? Query::newest_messages : Query::oldest_messages);
  query.with(filter.conversation_id.value, number(filter.channel), filter.after_seq,
             filter.before_seq, std::max(filter.limit, 0));
  std::vector<Message> out;
  for (std::int64_t bytes = 0; bytes < filter.content_bytes && query->step();) {
    out.push_back(read_row<Message>(*query));
    bytes += static_cast<std::int64_t>(out.back().content.size());
  }
  if (filter.newest_first) std::reverse(out.begin(), out.end());
  return out;
}

std::optional<Message> SqlMessageReads::answer_of_another(ConversationId conversation, Seq after,
                                                          PrincipalKind self_kind,
                                                          std::int64_t self_id) {
  Running query = run(Query::answer_of_another);
  return one_row<Message>(query.with(conversation.value, after, number(self_kind), self_id));
}

int SqlMessageReads::count_messages(ConversationId conversation, Seq after, bool of_visitors,
                                    int at_most) {
  Running query =
      run(of_visitors ? Query::count_messages_of_visitors : Query::count_messages_of_staff);
  query.with(conversation.value, after, std::max(at_most, 0));
  return query->step() ? static_cast<int>(query->integer(0)) : 0;
}

MessageId SqlMessages::add_message(const Message& message) {
  const bool changed = batch_.changed();
  const bool note = message.channel == Channel::staff;
  SqlIds::Count& ids = note ? batch_.ids().notes : batch_.ids().messages;
  const std::int64_t next = ids.last(connection_) + 1;
  const MessageId id{note ? first_note_id - 1 + next : next};
  ConversationCache& logs = batch_.conversations();
  if (!logs.require_next(message.conversation_id, message.channel, message.seq)) return {};
  Running query = change(Query::add_message);
  bind_columns(*query.with(number(id)), Columns::but_id, message, 2);
  if (query->insert() != 0) {
    ids.use(next);
    logs.use_seq(message.conversation_id, message.channel, message.seq);
    return id;
  }
  // A used client_id must not fail the batch.
  batch_.nothing_changed_since(changed);
  return {};
}

void SqlMessages::save_message(const Message& message) {
  Running query = change(Query::save_message);
  bind_columns(*query.with(number(message.id)), Columns::changing, message, 2);
  query->step();
}

}  // namespace walkie

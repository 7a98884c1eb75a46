#include "store/sql/events.h"

#include <algorithm>

#include "store/sql/messages.h"
#include "store/sql/read_rows.h"
#include "store/sql/rows.h"

namespace walkie {

std::vector<Event> SqlEventReads::events(ConversationId conversation, Channel channel, Seq after,
                                         int limit) {
  MessageFilter filter;
  filter.conversation_id = conversation;
  filter.channel = channel;
  filter.after_seq = after;
  filter.newest_first = false;
  filter.limit = std::max(limit, 0);
  std::vector<Event> out;
  SqlMessageReads messages(connection_);
  for (Message& row : messages.messages(filter)) {
    Event event;
    event.seq = row.seq;
    event.created_at = row.created_at;
    event.message = std::move(row);
    out.push_back(std::move(event));
  }
  {
    Running query = run(Query::events);
    query.with(conversation.value, number(channel), after, filter.limit);
    while (query->step()) {
      Event event = event_row(*query);
      if (event.message.id) event.message = messages.message(event.message.id).value_or(Message{});
      out.push_back(std::move(event));
    }
  }
  std::sort(out.begin(), out.end(), [](const Event& a, const Event& b) { return a.seq < b.seq; });
  if (out.size() > static_cast<std::size_t>(filter.limit)) {
    out.resize(static_cast<std::size_t>(filter.limit));
  }
  for (Event& event : out) {
    event.conversation_id = conversation;
    event.channel = channel;
  }
  return out;
}

std::vector<Event> SqlEventReads::updates(ConversationId conversation, Seq after, Seq before,
                                          int limit) {
  Running query = run(Query::updates);
  auto out = all_rows(query.with(conversation.value, after, before, std::max(limit, 0)), event_row);
  std::reverse(out.begin(), out.end());
  for (Event& event : out)
    event.conversation_id = conversation;
  return out;
}

void SqlEvents::add_event(const Event& event) {
  const bool about_message = event.type != EventType::conversation_update;
  const ConversationChange change_made = about_message ? ConversationChange{} : event.change;
  ConversationCache& logs = batch_.conversations();
  if (!logs.require_next(event.conversation_id, event.channel, event.seq)) return;
  Running query = change(Query::add_event);
  query.with(event.conversation_id.value, number(event.channel), event.seq, number(event.type),
             event.created_at.ms);
  if (about_message) {
    query->bind(6, message_key(event.message.id));
  } else {
    query->bind_null(6);
  }
  query->bind(7, number(change_made.status));
  query->bind(8, change_made.assignee_id.value);
  query->bind(9, change_made.assignee_name);
  query->bind(10, number(change_made.actor_kind));
  query->bind(11, change_made.actor_id);
  query->bind(12, change_made.actor_name);
  query->step();
  if (!connection_.failed()) logs.use_seq(event.conversation_id, event.channel, event.seq);
}

}  // namespace walkie

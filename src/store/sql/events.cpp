#include "store/sql/events.h"

#include <algorithm>

#include "store/sql/messages.h"
#include "store/sql/read_rows.h"

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
    event.conversation_id = conversation;
    event.channel = channel;
    event.seq = row.seq;
    event.created_at = row.created_at;
    event.message = std::move(row);
    out.push_back(std::move(event));
  }
  {
    Running query = run(Query::events);
    query.with(conversation.value, number(channel), after, filter.limit);
    while (query->step()) {
      Event event = read_row<Event>(*query);
      if (event.message.id) event.message = messages.message(event.message.id).value_or(Message{});
      out.push_back(std::move(event));
    }
  }
  std::sort(out.begin(), out.end(), [](const Event& a, const Event& b) { return a.seq < b.seq; });
  if (out.size() > static_cast<std::size_t>(filter.limit)) {
    out.resize(static_cast<std::size_t>(filter.limit));
  }
  return out;
}

std::vector<Event> SqlEventReads::updates(ConversationId conversation, Seq after, Seq before,
                                          int limit) {
  Running query = run(Query::updates);
  auto out = all_rows<Event>(query.with(conversation.value, after, before, std::max(limit, 0)));
  std::reverse(out.begin(), out.end());
  return out;
}

void SqlEvents::add_event(const Event& event) {
  ConversationCache& logs = batch_.conversations();
  if (!logs.require_next(event.conversation_id, event.channel, event.seq)) return;
  Running query = change(Query::add_event);
  bind_columns(*query, Columns::all, event);
  query->step();
  if (!connection_.failed()) logs.use_seq(event.conversation_id, event.channel, event.seq);
}

}  // namespace walkie

#include "store/sql/sql_view.h"

#include <algorithm>

#include "store/sql/read_rows.h"
#include "store/sql/rows.h"

namespace walkie {
namespace {

std::vector<Status> wanted_statuses(const ConversationFilter& filter) {
  if (filter.status) return {*filter.status};
  return {Status::open, Status::pending, Status::snoozed, Status::resolved};
}

bool newer(const Conversation& a, const Conversation& b) {
  return std::pair(b.last_message_at, b.id) < std::pair(a.last_message_at, a.id);
}

}  // namespace

template <class Base>
std::optional<Conversation> SqlView<Base>::conversation(ConversationId id) {
  Running query = run(Query::conversation);
  return one_row(query.with(id.value), conversation_row);
}

template <class Base>
std::vector<Conversation> SqlView<Base>::conversations_by_id(
    const std::vector<ConversationId>& ids) {
  std::vector<Conversation> out;
  for (const ConversationId id : ids) {
    if (auto row = conversation(id)) out.push_back(std::move(*row));
  }
  return out;
}

template <class Base>
std::vector<InboxId> SqlView<Base>::wanted_inboxes(const ConversationFilter& filter) {
  std::vector<InboxId> out = filter.inboxes;
  if (filter.every_inbox) {
    out.clear();
    for (const Inbox& row : inboxes())
      out.push_back(row.id);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// A visitor has few conversations: reading them all beats one more index on every message.
template <class Base>
std::vector<Conversation> SqlView<Base>::of_visitor(const ConversationFilter& filter) {
  Running query = run(Query::conversations_of_visitor);
  query.with(filter.visitor_id->value, filter.before_at.ms, filter.before_id.value);
  std::vector<Conversation> out;
  while (query->step()) {
    Conversation row = conversation_row(*query);
    const auto& in = filter.inboxes;
    if (filter.status && row.status != *filter.status) continue;
    if (filter.assignee_id && row.assignee_id != *filter.assignee_id) continue;
    if (!filter.every_inbox && std::find(in.begin(), in.end(), row.inbox_id) == in.end()) continue;
    out.push_back(std::move(row));
  }
  return out;
}

// One indexed range per inbox and status, merged: each range is read no further than the limit.
template <class Base>
std::vector<Conversation> SqlView<Base>::conversations(const ConversationFilter& filter) {
  const int limit = std::max(filter.limit, 0);
  std::vector<Conversation> out;
  if (filter.visitor_id) {
    out = of_visitor(filter);
  } else {
    for (const InboxId inbox : wanted_inboxes(filter)) {
      for (const Status status : wanted_statuses(filter)) {
        Running query = run(filter.assignee_id ? Query::conversations_by_assignee
                                               : Query::conversations_by_status);
        query.with(inbox.value, number(status), filter.before_at.ms, filter.before_id.value, limit);
        if (filter.assignee_id) query->bind(6, filter.assignee_id->value);
        while (query->step())
          out.push_back(conversation_row(*query));
      }
    }
    std::sort(out.begin(), out.end(), newer);
  }
  if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
  return out;
}

template <class Base>
std::int64_t SqlView<Base>::count_conversations(const ConversationFilter& filter, int at_most) {
  const std::int64_t limit = std::max(at_most, 0);
  if (filter.visitor_id) {
    return std::min(limit, static_cast<std::int64_t>(of_visitor(filter).size()));
  }
  std::int64_t count = 0;
  for (const InboxId inbox : wanted_inboxes(filter)) {
    for (const Status status : wanted_statuses(filter)) {
      if (count >= limit) return limit;
      Running query = run(filter.assignee_id ? Query::count_by_assignee : Query::count_by_status);
      query.with(inbox.value, number(status), filter.before_at.ms, filter.before_id.value,
                 limit - count);
      if (filter.assignee_id) query->bind(6, filter.assignee_id->value);
      if (query->step()) count += query->integer(0);
    }
  }
  return count;
}

template <class Base>
std::optional<Message> SqlView<Base>::message(MessageId id) {
  Running query = run(Query::message);
  return one_row(query.with(message_key(id)), message_row);
}

template <class Base>
std::optional<Message> SqlView<Base>::message_by_client_id(ConversationId conversation,
                                                           PrincipalKind sender_kind,
                                                           std::int64_t sender_id,
                                                           std::string_view client_id) {
  Running query = run(Query::message_by_client_id);
  return one_row(query.with(client_id, conversation.value, number(sender_kind), sender_id),
                 message_row);
}

template <class Base>
std::vector<Message> SqlView<Base>::messages(const MessageFilter& filter) {
  Running query = run(filter.newest_first ? Query::newest_messages : Query::oldest_messages);
  query.with(filter.conversation_id.value, number(filter.channel), filter.after_seq,
             filter.before_seq, std::max(filter.limit, 0));
  std::vector<Message> out;
  for (std::int64_t bytes = 0; bytes < filter.content_bytes && query->step();) {
    out.push_back(message_row(*query));
    bytes += static_cast<std::int64_t>(out.back().content.size());
  }
  if (filter.newest_first) std::reverse(out.begin(), out.end());
  return out;
}

template <class Base>
std::vector<Event> SqlView<Base>::events(ConversationId conversation, Channel channel, Seq after,
                                         int limit) {
  MessageFilter filter;
  filter.conversation_id = conversation;
  filter.channel = channel;
  filter.after_seq = after;
  filter.newest_first = false;
  filter.limit = std::max(limit, 0);
  std::vector<Event> out;
  for (Message& row : messages(filter)) {
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
      if (event.message.id) event.message = message(event.message.id).value_or(Message{});
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

template <class Base>
std::vector<Event> SqlView<Base>::updates(ConversationId conversation, Seq after, Seq before,
                                          int limit) {
  Running query = run(Query::updates);
  auto out = all_rows(query.with(conversation.value, after, before, std::max(limit, 0)), event_row);
  std::reverse(out.begin(), out.end());
  for (Event& event : out)
    event.conversation_id = conversation;
  return out;
}

template <class Base>
std::optional<Message> SqlView<Base>::answer_of_another(ConversationId conversation, Seq after,
                                                        PrincipalKind self_kind,
                                                        std::int64_t self_id) {
  Running query = run(Query::answer_of_another);
  return one_row(query.with(conversation.value, after, number(self_kind), self_id), message_row);
}

template <class Base>
std::optional<Position> SqlView<Base>::position(ConversationId conversation,
                                                PrincipalKind reader_kind, std::int64_t reader_id) {
  Running query = run(Query::position);
  return one_row(query.with(conversation.value, number(reader_kind), reader_id), position_row);
}

template <class Base>
std::vector<Position> SqlView<Base>::positions(ConversationId conversation) {
  Running query = run(Query::positions);
  return all_rows(query.with(conversation.value), position_row);
}

template <class Base>
int SqlView<Base>::count_messages(ConversationId conversation, Seq after, bool of_visitors,
                                  int at_most) {
  Running query =
      run(of_visitors ? Query::count_messages_of_visitors : Query::count_messages_of_staff);
  query.with(conversation.value, after, std::max(at_most, 0));
  return query->step() ? static_cast<int>(query->integer(0)) : 0;
}

template class SqlView<View>;
template class SqlView<Transaction>;

}  // namespace walkie

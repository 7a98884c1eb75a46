#include "store/sql/conversations.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "store/sql/conversation_list.h"
#include "store/sql/read_rows.h"

namespace walkie {
namespace {

std::vector<Status> wanted_statuses(const ConversationFilter& filter) {
  if (const auto status = filter.where.get(&Conversation::status)) return {*status};
  return {Status::open, Status::pending, Status::snoozed, Status::resolved};
}

bool newer(const Conversation& a, const Conversation& b) {
  return std::pair(b.last_message_at, b.id) < std::pair(a.last_message_at, a.id);
}

}  // namespace

std::optional<Conversation> SqlConversationReads::conversation(ConversationId id) {
  Running query = run(Query::conversation);
  return one_row<Conversation>(query.with(id.value));
}

std::vector<Conversation> SqlConversationReads::conversations_by_id(
    const std::vector<ConversationId>& ids) {
  std::vector<Conversation> out;
  for (const ConversationId id : ids) {
    if (auto row = conversation(id)) out.push_back(std::move(*row));
  }
  return out;
}

std::vector<InboxId> SqlConversationReads::wanted_inboxes(const ConversationFilter& filter) {
  std::vector<InboxId> out = filter.inboxes;
  if (filter.every_inbox) {
    out.clear();
    Running query = run(Query::every_inbox_id);
    while (query->step())
      out.push_back({query->integer(0)});
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// A visitor has few conversations. Reading them all costs less than another index for every
// message.
std::vector<Conversation> SqlConversationReads::of_visitor(const ConversationFilter& filter) {
  Running query = run(Query::conversations_of_visitor);
  query.with(filter.visitor_id->value, filter.before_at.ms, filter.before_id.value);
  std::vector<Conversation> out;
  while (query->step()) {
    Conversation row = read_row<Conversation>(*query);
    const auto& in = filter.inboxes;
    if (!filter.where.match(row)) continue;
    if (!filter.every_inbox && std::find(in.begin(), in.end(), row.inbox_id) == in.end()) continue;
    out.push_back(std::move(row));
  }
  return out;
}

// Merges one indexed range per inbox and status. Each range is read up to the limit.
std::vector<Conversation> SqlConversationReads::conversations(const ConversationFilter& filter) {
  const int limit = std::max(filter.limit, 0);
  std::vector<Conversation> out;
  if (filter.visitor_id) {
    out = of_visitor(filter);
  } else {
    const std::string filters = filter_text(filter.where);
    for (const InboxId inbox : wanted_inboxes(filter)) {
      for (const Status status : wanted_statuses(filter)) {
        Running query(connection_.statement(Query::conversations, filters));
        query.with(inbox.value, number(status), filter.before_at.ms, filter.before_id.value, limit);
        bind_filters(*query, filter.where);
        while (query->step())
          out.push_back(read_row<Conversation>(*query));
      }
    }
    std::sort(out.begin(), out.end(), newer);
  }
  if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
  return out;
}

std::int64_t SqlConversationReads::count_conversations(const ConversationFilter& filter,
                                                       int at_most) {
  const std::int64_t limit = std::max(at_most, 0);
  if (filter.visitor_id) {
    return std::min(limit, static_cast<std::int64_t>(of_visitor(filter).size()));
  }
  const std::string filters = filter_text(filter.where);
  std::int64_t count = 0;
  for (const InboxId inbox : wanted_inboxes(filter)) {
    for (const Status status : wanted_statuses(filter)) {
      if (count >= limit) return limit;
      Running query(connection_.statement(Query::count_conversations, filters));
      query.with(inbox.value, number(status), filter.before_at.ms, filter.before_id.value,
                 limit - count);
      bind_filters(*query, filter.where);
      if (query->step()) count += query->integer(0);
    }
  }
  return count;
}

std::optional<Conversation> SqlConversations::conversation(ConversationId id) {
  const Conversation* row = batch_.conversations().find(id);
  return row == nullptr ? std::nullopt : std::optional(*row);
}

std::vector<Conversation> SqlConversations::conversations(const ConversationFilter& filter) {
  batch_.flush_in_step();
  return SqlConversationReads::conversations(filter);
}

std::int64_t SqlConversations::count_conversations(const ConversationFilter& filter, int at_most) {
  batch_.flush_in_step();
  return SqlConversationReads::count_conversations(filter, at_most);
}

ConversationId SqlConversations::add_conversation(const Conversation& conversation) {
  SqlIds::Count& ids = batch_.ids().conversations;
  const ConversationId id{ids.last(connection_) + 1};
  Running query = change(Query::add_conversation);
  bind_columns(*query.with(id.value), Columns::but_id, conversation, 2);
  if (query->insert() == 0) return {};
  ids.use(id.value);
  return id;
}

void SqlConversations::save_conversation(const Conversation& conversation) {
  Conversation* row = batch_.conversations().find(conversation.id);
  if (row == nullptr) return;
  batch_.before_change();
  batch_.conversations().touch(conversation.id);
  const auto kept = std::tuple(row->inbox_id, row->visitor_id, row->last_seq, row->staff_last_seq);
  *row = conversation;  // uses the memory of the old text again
  std::tie(row->inbox_id, row->visitor_id, row->last_seq, row->staff_last_seq) = kept;
}

Seq SqlConversations::next_seq(ConversationId conversation, Channel channel) {
  // Seq 0: the conversation does not exist. Adding the message fails on its foreign key then.
  if (batch_.conversations().find(conversation) == nullptr) return 0;
  batch_.before_change();
  return batch_.conversations().give_seq(conversation, channel);
}

}  // namespace walkie

#include "store/memory/memory_view.h"

#include <algorithm>
#include <limits>

namespace walkie {
namespace {

template <class Key, class Row, class Wanted>
std::optional<Row> find(const std::map<Key, Row>& table, const Wanted& key) {
  const auto it = table.find(Key(key));
  if (it == table.end()) return std::nullopt;
  return it->second;
}

template <class Key, class Row>
std::vector<Row> rows(const std::map<Key, Row>& table) {
  std::vector<Row> out;
  out.reserve(table.size());
  for (const auto& [key, row] : table)
    out.push_back(row);
  return out;
}

bool matches(const Conversation& row, const ConversationFilter& filter) {
  if (filter.status && row.status != *filter.status) return false;
  if (filter.assignee_id && row.assignee_id != *filter.assignee_id) return false;
  if (filter.visitor_id && row.visitor_id != *filter.visitor_id) return false;
  if (!filter.every_inbox && std::find(filter.inboxes.begin(), filter.inboxes.end(),
                                       row.inbox_id) == filter.inboxes.end()) {
    return false;
  }
  return std::pair(row.last_message_at, row.id) < std::pair(filter.before_at, filter.before_id);
}

std::vector<Conversation> matching(const MemoryState& state, const ConversationFilter& filter) {
  std::vector<Conversation> out;
  for (const auto& [id, row] : state.conversations) {
    if (matches(row, filter)) out.push_back(row);
  }
  std::sort(out.begin(), out.end(), [](const Conversation& a, const Conversation& b) {
    return std::pair(b.last_message_at, b.id) < std::pair(a.last_message_at, a.id);
  });
  return out;
}

std::size_t limit_of(int limit) { return limit < 0 ? 0 : static_cast<std::size_t>(limit); }

// The messages of one log in (after, before), ascending.
std::vector<Message> range(const MemoryState& state, ConversationId conversation, Channel channel,
                           Seq after, Seq before) {
  std::vector<Message> out;
  auto it = state.log.upper_bound(MemoryState::LogKey(conversation, channel, after));
  const auto end = state.log.lower_bound(MemoryState::LogKey(conversation, channel, before));
  for (;
       it != end && it != state.log.end() && it->first < std::tuple(conversation, channel, before);
       ++it) {
    if (it->second.type != EventType::new_message) continue;
    out.push_back(state.messages.at(it->second.message_id));
  }
  return out;
}

}  // namespace

template <class Base>
std::string MemoryView<Base>::epoch() {
  return state_->epoch;
}

template <class Base>
std::optional<Inbox> MemoryView<Base>::inbox(InboxId id) {
  return find(state_->inboxes, id);
}

template <class Base>
std::vector<Inbox> MemoryView<Base>::inboxes() {
  return rows(state_->inboxes);
}

template <class Base>
std::optional<Visitor> MemoryView<Base>::visitor(VisitorId id) {
  return find(state_->visitors, id);
}

template <class Base>
std::optional<Agent> MemoryView<Base>::agent(AgentId id) {
  return find(state_->agents, id);
}

template <class Base>
std::optional<Agent> MemoryView<Base>::agent_by_email(const Email& email) {
  const auto id = find(state_->agents_by_email, email.text());
  return id ? agent(*id) : std::nullopt;
}

template <class Base>
std::vector<Agent> MemoryView<Base>::agents() {
  return rows(state_->agents);
}

template <class Base>
std::optional<Bot> MemoryView<Base>::bot(BotId id) {
  return find(state_->bots, id);
}

template <class Base>
std::optional<Bot> MemoryView<Base>::bot_by_key_hash(std::string_view hash) {
  const auto id = find(state_->bots_by_key_hash, hash);
  return id ? bot(*id) : std::nullopt;
}

template <class Base>
std::vector<Bot> MemoryView<Base>::bots() {
  return rows(state_->bots);
}

template <class Base>
std::optional<Session> MemoryView<Base>::session_by_hash(std::string_view token_hash) {
  const auto id = find(state_->sessions_by_hash, token_hash);
  return id ? find(state_->sessions, *id) : std::nullopt;
}

template <class Base>
std::optional<Conversation> MemoryView<Base>::conversation(ConversationId id) {
  return find(state_->conversations, id);
}

template <class Base>
std::vector<Conversation> MemoryView<Base>::conversations(const ConversationFilter& filter) {
  auto out = matching(*state_, filter);
  if (out.size() > limit_of(filter.limit)) out.resize(limit_of(filter.limit));
  return out;
}

template <class Base>
std::int64_t MemoryView<Base>::count_conversations(const ConversationFilter& filter, int at_most) {
  const auto count = static_cast<std::int64_t>(matching(*state_, filter).size());
  return std::min(count, static_cast<std::int64_t>(limit_of(at_most)));
}

template <class Base>
std::vector<Conversation> MemoryView<Base>::conversations_by_id(
    const std::vector<ConversationId>& ids) {
  std::vector<Conversation> out;
  for (const ConversationId id : ids) {
    if (auto row = conversation(id)) out.push_back(std::move(*row));
  }
  return out;
}

template <class Base>
std::optional<Message> MemoryView<Base>::message(MessageId id) {
  return find(state_->messages, id);
}

template <class Base>
std::optional<Message> MemoryView<Base>::message_by_client_id(ConversationId conversation,
                                                              PrincipalKind sender_kind,
                                                              std::int64_t sender_id,
                                                              std::string_view client_id) {
  const MemoryState::ClientKey key(conversation, sender_kind, sender_id, client_id);
  const auto id = find(state_->messages_by_client_id, key);
  return id ? message(*id) : std::nullopt;
}

template <class Base>
std::vector<Message> MemoryView<Base>::messages(const MessageFilter& filter) {
  auto out =
      range(*state_, filter.conversation_id, filter.channel, filter.after_seq, filter.before_seq);
  if (filter.newest_first) std::reverse(out.begin(), out.end());
  out.resize(std::min(out.size(), limit_of(filter.limit)));
  std::size_t kept = 0;
  for (std::int64_t bytes = 0; bytes < filter.content_bytes && kept < out.size(); ++kept)
    bytes += static_cast<std::int64_t>(out[kept].content.size());
  out.resize(kept);
  if (filter.newest_first) std::reverse(out.begin(), out.end());
  return out;
}

template <class Base>
std::vector<Event> MemoryView<Base>::events(ConversationId conversation, Channel channel, Seq after,
                                            int limit) {
  std::vector<Event> out;
  auto it = state_->log.upper_bound(MemoryState::LogKey(conversation, channel, after));
  for (; it != state_->log.end() && out.size() < limit_of(limit); ++it) {
    const auto& [id, log, seq] = it->first;
    if (id != conversation || log != channel) break;
    const MemoryState::Entry& entry = it->second;
    Event event;
    event.conversation_id = conversation;
    event.channel = channel;
    event.seq = seq;
    event.type = entry.type;
    event.created_at = entry.created_at;
    event.change = entry.change;
    if (entry.message_id) event.message = state_->messages.at(entry.message_id);
    out.push_back(std::move(event));
  }
  return out;
}

template <class Base>
std::vector<Event> MemoryView<Base>::updates(ConversationId conversation, Seq after, Seq before,
                                             int limit) {
  std::vector<Event> out;
  for (Event& event :
       events(conversation, Channel::everyone, after, std::numeric_limits<int>::max())) {
    if (event.seq < before && event.type == EventType::conversation_update) {
      out.push_back(std::move(event));
    }
  }
  const std::size_t keep = std::min(out.size(), limit_of(limit));
  out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(keep));
  return out;
}

template <class Base>
std::optional<Message> MemoryView<Base>::answer_of_another(ConversationId conversation, Seq after,
                                                           PrincipalKind self_kind,
                                                           std::int64_t self_id) {
  auto found = range(*state_, conversation, Channel::everyone, after, INT64_MAX);
  for (auto it = found.rbegin(); it != found.rend(); ++it) {
    const bool self = it->sender.kind == self_kind && it->sender.id == self_id;
    if (it->from_agent() && !self && !it->deleted_at) return *it;
  }
  return std::nullopt;
}

template <class Base>
std::optional<Position> MemoryView<Base>::position(ConversationId conversation,
                                                   PrincipalKind reader_kind,
                                                   std::int64_t reader_id) {
  return find(
      state_->positions,
      MemoryState::ReaderKey(conversation, static_cast<std::uint8_t>(reader_kind), reader_id));
}

template <class Base>
std::vector<Position> MemoryView<Base>::positions(ConversationId conversation) {
  std::vector<Position> out;
  auto it = state_->positions.lower_bound(MemoryState::ReaderKey(conversation, 0, INT64_MIN));
  for (; it != state_->positions.end() && std::get<0>(it->first) == conversation; ++it) {
    out.push_back(it->second);
  }
  return out;
}

template <class Base>
int MemoryView<Base>::count_messages(ConversationId conversation, Seq after, bool of_visitors,
                                     int at_most) {
  int count = 0;
  for (const Message& row : range(*state_, conversation, Channel::everyone, after, INT64_MAX)) {
    if (row.from_agent() != of_visitors && !row.deleted_at) ++count;
  }
  return std::min(count, std::max(at_most, 0));
}

template <class Base>
std::optional<std::string> MemoryView<Base>::setting(std::string_view name) {
  return find(state_->settings, name);
}

template class MemoryView<View>;
template class MemoryView<Transaction>;

}  // namespace walkie

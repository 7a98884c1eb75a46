#include "store/memory/memory_transaction.h"

#include <algorithm>

#include "store/epoch.h"

namespace walkie {

template <class Key, class Row>
void MemoryTransaction::put(std::map<Key, Row> MemoryState::*table, Key key, Row row) {
  auto& rows = working_.*table;
  Change undo;
  if (const auto it = rows.find(key); it != rows.end()) {
    undo = [table, key, old = it->second](MemoryState& state) {
      (state.*table).insert_or_assign(key, old);
    };
  } else {
    undo = [table, key](MemoryState& state) { (state.*table).erase(key); };
  }
  Change redo = [table, key, row = std::move(row)](MemoryState& state) {
    (state.*table).insert_or_assign(key, row);
  };
  redo(working_);
  changes_.emplace_back(std::move(redo), std::move(undo));
}

template <class Key, class Row>
void MemoryTransaction::erase(std::map<Key, Row> MemoryState::*table, Key key) {
  const auto it = (working_.*table).find(key);
  if (it == (working_.*table).end()) return;
  Change undo = [table, key, old = it->second](MemoryState& state) {
    (state.*table).emplace(key, old);
  };
  Change redo = [table, key](MemoryState& state) { (state.*table).erase(key); };
  redo(working_);
  changes_.emplace_back(std::move(redo), std::move(undo));
}

std::int64_t MemoryTransaction::next_id(const char* table) {
  const std::int64_t id = working_.last_ids[table] + 1;
  put(&MemoryState::last_ids, std::string(table), id);
  return id;
}

void MemoryTransaction::require(bool holds) {
  if (!holds && !failure_) failure_ = store_conflict();
}

void MemoryTransaction::roll_back_to(std::size_t mark) {
  while (changes_.size() > mark) {
    changes_.back().second(working_);
    changes_.pop_back();
  }
  failure_.reset();
}

void MemoryTransaction::replay_on(MemoryState& committed) {
  for (const auto& [redo, undo] : changes_)
    redo(committed);
  changes_.clear();
}

InboxId MemoryTransaction::add_inbox(const Inbox& inbox) {
  Inbox row = inbox;
  row.id = {next_id("inboxes")};
  put(&MemoryState::inboxes, row.id, row);
  return row.id;
}

void MemoryTransaction::save_inbox(const Inbox& inbox) {
  if (working_.inboxes.contains(inbox.id)) put(&MemoryState::inboxes, inbox.id, inbox);
}

VisitorId MemoryTransaction::add_visitor(const Visitor& visitor) {
  require(working_.inboxes.contains(visitor.inbox_id));
  Visitor row = visitor;
  row.id = {next_id("visitors")};
  put(&MemoryState::visitors, row.id, row);
  return row.id;
}

void MemoryTransaction::save_visitor(const Visitor& visitor) {
  if (working_.visitors.contains(visitor.id)) put(&MemoryState::visitors, visitor.id, visitor);
}

AgentId MemoryTransaction::add_agent(const Agent& agent) {
  require(!working_.agents_by_email.contains(agent.email));
  Agent row = agent;
  row.id = {next_id("agents")};
  std::sort(row.inboxes.begin(), row.inboxes.end());
  put(&MemoryState::agents, row.id, row);
  put(&MemoryState::agents_by_email, row.email, row.id);
  return row.id;
}

void MemoryTransaction::save_agent(const Agent& agent) {
  const auto it = working_.agents.find(agent.id);
  if (it == working_.agents.end()) return;
  if (it->second.email != agent.email) {
    require(!working_.agents_by_email.contains(agent.email));
    erase(&MemoryState::agents_by_email, std::string(it->second.email));
    put(&MemoryState::agents_by_email, agent.email, agent.id);
  }
  Agent row = agent;
  std::sort(row.inboxes.begin(), row.inboxes.end());
  put(&MemoryState::agents, row.id, row);
}

BotId MemoryTransaction::add_bot(const Bot& bot) {
  require(!working_.bots_by_key_hash.contains(bot.key_hash));
  Bot row = bot;
  row.id = {next_id("bots")};
  std::sort(row.inboxes.begin(), row.inboxes.end());
  put(&MemoryState::bots, row.id, row);
  put(&MemoryState::bots_by_key_hash, row.key_hash, row.id);
  return row.id;
}

void MemoryTransaction::save_bot(const Bot& bot) {
  const auto it = working_.bots.find(bot.id);
  if (it == working_.bots.end()) return;
  if (it->second.key_hash != bot.key_hash) {
    require(!working_.bots_by_key_hash.contains(bot.key_hash));
    erase(&MemoryState::bots_by_key_hash, std::string(it->second.key_hash));
    put(&MemoryState::bots_by_key_hash, bot.key_hash, bot.id);
  }
  Bot row = bot;
  std::sort(row.inboxes.begin(), row.inboxes.end());
  put(&MemoryState::bots, row.id, row);
}

SessionId MemoryTransaction::add_session(const Session& session) {
  require(!working_.sessions_by_hash.contains(session.token_hash));
  Session row = session;
  row.id = {next_id("sessions")};
  put(&MemoryState::sessions, row.id, row);
  put(&MemoryState::sessions_by_hash, row.token_hash, row.id);
  return row.id;
}

void MemoryTransaction::touch_session(SessionId id, WallTime used_at) {
  const auto it = working_.sessions.find(id);
  if (it == working_.sessions.end()) return;
  Session row = it->second;
  row.used_at = used_at;
  put(&MemoryState::sessions, id, row);
}

void MemoryTransaction::remove_session(SessionId id) {
  const auto it = working_.sessions.find(id);
  if (it == working_.sessions.end()) return;
  erase(&MemoryState::sessions_by_hash, std::string(it->second.token_hash));
  erase(&MemoryState::sessions, id);
}

std::vector<SessionId> MemoryTransaction::remove_sessions_of(PrincipalKind kind, std::int64_t id) {
  std::vector<SessionId> out;
  for (const auto& [key, row] : working_.sessions) {
    if (row.kind == kind && row.principal_id == id) out.push_back(key);
  }
  for (const SessionId session : out)
    remove_session(session);
  return out;
}

int MemoryTransaction::remove_expired_sessions(WallTime now, WallTime idle_before, int at_most) {
  std::vector<SessionId> gone;
  for (const auto& [key, row] : working_.sessions) {
    if (static_cast<int>(gone.size()) >= at_most) break;
    if (row.expires_at <= now || row.used_at < idle_before) gone.push_back(key);
  }
  for (const SessionId session : gone)
    remove_session(session);
  return static_cast<int>(gone.size());
}

ConversationId MemoryTransaction::add_conversation(const Conversation& conversation) {
  require(working_.inboxes.contains(conversation.inbox_id));
  require(working_.visitors.contains(conversation.visitor_id));
  Conversation row = conversation;
  row.id = {next_id("conversations")};
  put(&MemoryState::conversations, row.id, row);
  return row.id;
}

void MemoryTransaction::save_conversation(const Conversation& conversation) {
  const auto it = working_.conversations.find(conversation.id);
  if (it == working_.conversations.end()) return;
  Conversation row = conversation;
  row.inbox_id = it->second.inbox_id;
  row.visitor_id = it->second.visitor_id;
  row.last_seq = it->second.last_seq;
  row.staff_last_seq = it->second.staff_last_seq;
  put(&MemoryState::conversations, row.id, row);
}

Seq MemoryTransaction::next_seq(ConversationId conversation, Channel channel) {
  const auto it = working_.conversations.find(conversation);
  require(it != working_.conversations.end());
  if (it == working_.conversations.end()) return 0;
  Conversation row = it->second;
  const Seq seq = channel == Channel::everyone ? ++row.last_seq : ++row.staff_last_seq;
  put(&MemoryState::conversations, conversation, row);
  return seq;
}

MessageId MemoryTransaction::add_message(const Message& message) {
  const MemoryState::ClientKey client(message.conversation_id, message.sender.kind,
                                      message.sender.id, message.client_id);
  const MemoryState::LogKey place(message.conversation_id, message.channel, message.seq);
  if (working_.messages_by_client_id.contains(client)) return {};
  require(!working_.log.contains(place));
  require(working_.conversations.contains(message.conversation_id));
  Message row = message;
  row.id = row.channel == Channel::staff ? MessageId{first_note_id - 1 + next_id("notes")}
                                         : MessageId{next_id("messages")};
  MemoryState::Entry entry;
  entry.message_id = row.id;
  entry.created_at = row.created_at;
  put(&MemoryState::messages, row.id, row);
  put(&MemoryState::messages_by_client_id, client, row.id);
  put(&MemoryState::log, place, entry);
  return row.id;
}

void MemoryTransaction::save_message(const Message& message) {
  const auto it = working_.messages.find(message.id);
  if (it == working_.messages.end()) return;
  Message row = it->second;
  row.content = message.content;
  row.edited_at = message.edited_at;
  row.deleted_at = message.deleted_at;
  row.deleted_by_sender = message.deleted_by_sender;
  put(&MemoryState::messages, row.id, row);
}

void MemoryTransaction::add_event(const Event& event) {
  const MemoryState::LogKey place(event.conversation_id, event.channel, event.seq);
  const bool about_message = event.type != EventType::conversation_update;
  require(!working_.log.contains(place));
  require(!about_message || working_.messages.contains(event.message.id));
  MemoryState::Entry entry;
  entry.type = event.type;
  entry.created_at = event.created_at;
  if (about_message) {
    entry.message_id = event.message.id;
  } else {
    entry.change = event.change;
  }
  put(&MemoryState::log, place, entry);
}

Position MemoryTransaction::advance_position(const Position& position) {
  const MemoryState::ReaderKey key(position.conversation_id, position.reader_kind,
                                   position.reader_id);
  Position row = position;
  if (const auto it = working_.positions.find(key); it != working_.positions.end()) {
    row.read_seq = std::max(row.read_seq, it->second.read_seq);
    row.received_seq = std::max(row.received_seq, it->second.received_seq);
  }
  put(&MemoryState::positions, key, row);
  return row;
}

void MemoryTransaction::save_setting(std::string_view name, std::string_view value) {
  put(&MemoryState::settings, std::string(name), std::string(value));
}

void MemoryTransaction::remove_setting(std::string_view name) {
  erase(&MemoryState::settings, std::string(name));
}

void MemoryTransaction::save_epoch(std::string_view epoch) {
  Change undo = [old = working_.epoch](MemoryState& state) { state.epoch = old; };
  Change redo = [value = std::string(epoch)](MemoryState& state) { state.epoch = value; };
  redo(working_);
  changes_.emplace_back(std::move(redo), std::move(undo));
  for (const char* table : {"conversations", "messages", "notes"}) {
    put(&MemoryState::last_ids, std::string(table), working_.last_ids[table] + skipped_ids(epoch));
  }
}

}  // namespace walkie

#include "store/sql/sql_transaction.h"

#include <algorithm>

#include "store/sql/rows.h"

namespace walkie {
namespace {

void bind_time(SqlStatement& statement, int parameter, const std::optional<WallTime>& time) {
  if (time) {
    statement.bind(parameter, time->ms);
  } else {
    statement.bind_null(parameter);
  }
}

}  // namespace

void SqlTransaction::use(SqlConnection& connection) {
  connection_ = &connection;
  cache_.clear();
  savepoint_ = false;
}

void SqlTransaction::begin_step() { cache_.begin_step(); }

void SqlTransaction::end_step(bool keep) {
  if (!keep) {
    cache_.undo_step();
    if (savepoint_) connection_->rollback_to_savepoint();
  }
  if (savepoint_) connection_->release_savepoint();
  savepoint_ = false;
}

void SqlTransaction::end_batch(bool committed) {
  savepoint_ = false;
  if (committed) {
    cache_.shrink();
  } else {
    cache_.clear();
  }
}

void SqlTransaction::open_savepoint() {
  if (savepoint_) return;
  connection_->savepoint();
  savepoint_ = true;
}

Running SqlTransaction::change(Query query) {
  open_savepoint();
  return run(query);
}

void SqlTransaction::flush_in_step() {
  if (!cache_.dirty()) return;
  open_savepoint();
  cache_.flush(*connection_);
}

std::optional<Conversation> SqlTransaction::conversation(ConversationId id) {
  const Conversation* row = cache_.find(*connection_, id);
  return row == nullptr ? std::nullopt : std::optional(*row);
}

std::vector<Conversation> SqlTransaction::conversations(const ConversationFilter& filter) {
  flush_in_step();
  return SqlView<Transaction>::conversations(filter);
}

std::int64_t SqlTransaction::count_conversations(const ConversationFilter& filter, int at_most) {
  flush_in_step();
  return SqlView<Transaction>::count_conversations(filter, at_most);
}

InboxId SqlTransaction::add_inbox(const Inbox& inbox) {
  const std::string origins = origins_text(inbox.allowed_origins);
  Running query = change(Query::add_inbox);
  return {query.with(inbox.name, origins, inbox.created_at.ms)->insert()};
}

void SqlTransaction::save_inbox(const Inbox& inbox) {
  const std::string origins = origins_text(inbox.allowed_origins);
  Running query = change(Query::save_inbox);
  query.with(inbox.id.value, inbox.name, origins, inbox.created_at.ms)->step();
}

VisitorId SqlTransaction::add_visitor(const Visitor& visitor) {
  Running query = change(Query::add_visitor);
  query.with(visitor.inbox_id.value, visitor.name, visitor.email, visitor.created_at.ms);
  return {query->insert()};
}

void SqlTransaction::save_visitor(const Visitor& visitor) {
  Running query = change(Query::save_visitor);
  query.with(visitor.id.value, visitor.inbox_id.value, visitor.name, visitor.email,
             visitor.created_at.ms);
  query->step();
}

void SqlTransaction::save_members(Query remove, Query add, std::int64_t id,
                                  const std::vector<InboxId>& inboxes) {
  change(remove).with(id)->step();
  for (const InboxId inbox : inboxes)
    change(add).with(id, inbox.value)->step();
}

AgentId SqlTransaction::add_agent(const Agent& agent) {
  AgentId id;
  {
    Running query = change(Query::add_agent);
    query.with(agent.email, agent.name, number(agent.role), agent.avatar_url, agent.password_hash,
               agent.active ? 1 : 0, agent.created_at.ms);
    id = {query->insert()};
  }
  save_members(Query::remove_agent_inboxes, Query::add_agent_inbox, id.value, agent.inboxes);
  return id;
}

void SqlTransaction::save_agent(const Agent& agent) {
  {
    Running query = change(Query::save_agent);
    query.with(agent.id.value, agent.email, agent.name, number(agent.role), agent.avatar_url,
               agent.password_hash, agent.active ? 1 : 0, agent.created_at.ms);
    query->step();
  }
  save_members(Query::remove_agent_inboxes, Query::add_agent_inbox, agent.id.value, agent.inboxes);
}

BotId SqlTransaction::add_bot(const Bot& bot) {
  BotId id;
  {
    Running query = change(Query::add_bot);
    query.with(bot.name);
    query->bind_bytes(2, bot.key_hash);
    query->bind(3, bot.active ? 1 : 0);
    query->bind(4, bot.created_at.ms);
    id = {query->insert()};
  }
  save_members(Query::remove_bot_inboxes, Query::add_bot_inbox, id.value, bot.inboxes);
  return id;
}

void SqlTransaction::save_bot(const Bot& bot) {
  {
    Running query = change(Query::save_bot);
    query.with(bot.id.value, bot.name);
    query->bind_bytes(3, bot.key_hash);
    query->bind(4, bot.active ? 1 : 0);
    query->bind(5, bot.created_at.ms);
    query->step();
  }
  save_members(Query::remove_bot_inboxes, Query::add_bot_inbox, bot.id.value, bot.inboxes);
}

SessionId SqlTransaction::add_session(const Session& session) {
  Running query = change(Query::add_session);
  query->bind_bytes(1, session.token_hash);
  query->bind(2, number(session.kind));
  query->bind(3, session.principal_id);
  query->bind(4, session.created_at.ms);
  query->bind(5, session.used_at.ms);
  query->bind(6, session.expires_at.ms);
  return {query->insert()};
}

void SqlTransaction::touch_session(SessionId id, WallTime used_at) {
  change(Query::touch_session).with(id.value, used_at.ms)->step();
}

void SqlTransaction::remove_session(SessionId id) {
  change(Query::remove_session).with(id.value)->step();
}

std::vector<SessionId> SqlTransaction::remove_sessions_of(PrincipalKind kind, std::int64_t id) {
  std::vector<SessionId> out;
  {
    Running query = run(Query::sessions_of);
    query.with(number(kind), id);
    while (query->step())
      out.push_back({query->integer(0)});
  }
  for (const SessionId session : out)
    remove_session(session);
  return out;
}

int SqlTransaction::remove_found(Query query, std::int64_t time, std::int64_t at_most) {
  std::vector<SessionId> found;
  {
    Running rows = run(query);
    rows.with(time, std::max<std::int64_t>(at_most, 0));
    while (rows->step())
      found.push_back({rows->integer(0)});
  }
  for (const SessionId session : found)
    remove_session(session);
  return static_cast<int>(found.size());
}

int SqlTransaction::remove_expired_sessions(WallTime now, WallTime idle_before, int at_most) {
  const int expired = remove_found(Query::sessions_expired, now.ms, at_most);
  return expired + remove_found(Query::sessions_idle, idle_before.ms, at_most - expired);
}

ConversationId SqlTransaction::add_conversation(const Conversation& conversation) {
  Running query = change(Query::add_conversation);
  query.with(conversation.inbox_id.value, conversation.visitor_id.value,
             number(conversation.status), conversation.assignee_id.value, conversation.last_seq,
             conversation.staff_last_seq, conversation.version, conversation.created_at.ms,
             conversation.updated_at.ms, conversation.last_message_at.ms, conversation.last_message,
             conversation.last_message_from_agent ? 1 : 0);
  return {query->insert()};
}

void SqlTransaction::save_conversation(const Conversation& conversation) {
  Conversation* row = cache_.find(*connection_, conversation.id);
  if (row == nullptr) return;
  cache_.touch(conversation.id, false);
  Conversation next = conversation;
  next.inbox_id = row->inbox_id;
  next.visitor_id = row->visitor_id;
  next.last_seq = row->last_seq;
  next.staff_last_seq = row->staff_last_seq;
  *row = std::move(next);
}

Seq SqlTransaction::next_seq(ConversationId conversation, Channel channel) {
  Conversation* row = cache_.find(*connection_, conversation);
  // Seq 0 stands for "no such conversation"; the message that follows breaks its foreign key.
  if (row == nullptr) return 0;
  cache_.touch(conversation, true);
  return channel == Channel::everyone ? ++row->last_seq : ++row->staff_last_seq;
}

MessageId SqlTransaction::add_message(const Message& message) {
  Running query = change(Query::add_message);
  query.with(message.conversation_id.value, number(message.channel), message.seq, message.client_id,
             number(message.sender.kind), message.sender.id, message.sender.name,
             message.sender.avatar_url, message.content, message.content_type,
             message.created_at.ms);
  bind_time(*query, 12, message.edited_at);
  bind_time(*query, 13, message.deleted_at);
  return {query->insert()};
}

void SqlTransaction::save_message(const Message& message) {
  Running query = change(Query::save_message);
  query.with(message.id.value, message.content);
  bind_time(*query, 3, message.edited_at);
  bind_time(*query, 4, message.deleted_at);
  query->step();
}

void SqlTransaction::add_event(const Event& event) {
  const bool about_message = event.type != EventType::conversation_update;
  const ConversationChange change_made = about_message ? ConversationChange{} : event.change;
  Running query = change(Query::add_event);
  query.with(event.conversation_id.value, number(event.channel), event.seq, number(event.type),
             event.created_at.ms);
  if (about_message) {
    query->bind(6, event.message.id.value);
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
}

Position SqlTransaction::advance_position(const Position& position) {
  const auto known =
      this->position(position.conversation_id, static_cast<PrincipalKind>(position.reader_kind),
                     position.reader_id);
  Position next = position;
  if (known) {
    next.read_seq = std::max(next.read_seq, known->read_seq);
    next.received_seq = std::max(next.received_seq, known->received_seq);
    if (next.read_seq == known->read_seq && next.received_seq == known->received_seq) return next;
  }
  Running query = change(Query::save_position);
  query.with(next.conversation_id.value, next.reader_kind, next.reader_id, next.read_seq,
             next.received_seq);
  query->step();
  return next;
}

void SqlTransaction::save_setting(std::string_view name, std::string_view value) {
  change(Query::save_setting).with(name, value)->step();
}

void SqlTransaction::remove_setting(std::string_view name) {
  change(Query::remove_setting).with(name)->step();
}

void SqlTransaction::save_epoch(std::string_view epoch) { save_setting("epoch", epoch); }

}  // namespace walkie

// The part of SqlTransaction about people, sessions and settings.
#include <algorithm>

#include "store/skipped_ids.h"
#include "store/sql/rows.h"
#include "store/sql/sql_transaction.h"

namespace walkie {

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

void SqlTransaction::save_setting(std::string_view name, std::string_view value) {
  change(Query::save_setting).with(name, value)->step();
}

void SqlTransaction::remove_setting(std::string_view name) {
  change(Query::remove_setting).with(name)->step();
}

void SqlTransaction::keep_ids_beyond(std::int64_t conversations, std::int64_t messages,
                                     std::int64_t notes) {
  conversation_ids_.last = std::max(last_of(conversation_ids_), conversations);
  message_ids_.last = std::max(last_of(message_ids_), messages);
  note_ids_.last = std::max(last_of(note_ids_), notes);
}

void SqlTransaction::save_epoch(std::string_view epoch) {
  save_setting("epoch", epoch);
  for (Ids* ids : {&conversation_ids_, &message_ids_, &note_ids_}) {
    ids->last = last_of(*ids) + skipped_ids(epoch);
    save_setting(ids->after, std::to_string(*ids->last));
  }
}

}  // namespace walkie

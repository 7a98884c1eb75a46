#include "store/sql/sessions.h"

#include <algorithm>

#include "store/sql/read_rows.h"

namespace walkie {

std::optional<Session> SqlSessionReads::session_by_hash(std::string_view token_hash) {
  Running query = run(Query::session_by_hash);
  query->bind_bytes(1, token_hash);
  return one_row<Session>(query);
}

SessionId SqlSessions::add_session(const Session& session) {
  Running query = change(Query::add_session);
  bind_columns(*query, Columns::but_id, session);
  return {query->insert()};
}

void SqlSessions::touch_session(SessionId id, WallTime used_at) {
  change(Query::touch_session).with(id.value, used_at.ms)->step();
}

void SqlSessions::remove_session(SessionId id) {
  change(Query::remove_session).with(id.value)->step();
}

std::vector<SessionId> SqlSessions::remove_sessions_of(PrincipalKind kind, std::int64_t id) {
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

int SqlSessions::remove_found(Query query, std::int64_t time, std::int64_t at_most) {
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

int SqlSessions::remove_expired_sessions(WallTime now, WallTime idle_before, int at_most) {
  const int expired = remove_found(Query::sessions_expired, now.ms, at_most);
  return expired + remove_found(Query::sessions_idle, idle_before.ms, at_most - expired);
}

}  // namespace walkie

// Sessions in SQL.
#pragma once

#include "store/sessions.h"
#include "store/sql/part.h"

namespace walkie {

class SqlSessionReads : public virtual SessionReads, protected SqlReads {
 public:
  explicit SqlSessionReads(SqlConnection& connection) : SqlReads(connection) {}

  std::optional<Session> session_by_hash(std::string_view token_hash) override;
};

class SqlSessions : public SqlSessionReads, public virtual SessionWrites, protected SqlWrites {
 public:
  explicit SqlSessions(SqlBatch& batch) : SqlSessionReads(batch.connection()), SqlWrites(batch) {}

  SessionId add_session(const Session& session) override;
  void touch_session(SessionId id, WallTime used_at) override;
  void remove_session(SessionId id) override;
  std::vector<SessionId> remove_sessions_of(PrincipalKind kind, std::int64_t id) override;
  int remove_expired_sessions(WallTime now, WallTime idle_before, int at_most) override;

 private:
  int remove_found(Query query, std::int64_t time, std::int64_t at_most);
};

}  // namespace walkie

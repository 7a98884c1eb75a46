// The store's port for sessions. Rules of transactions, threads and failure: store/store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chat/people.h"

namespace walkie {

class SessionReads {
 public:
  virtual ~SessionReads() = default;
  virtual std::optional<Session> session_by_hash(std::string_view token_hash) = 0;
};

class SessionWrites {
 public:
  virtual ~SessionWrites() = default;
  virtual SessionId add_session(const Session& session) = 0;
  virtual void touch_session(SessionId id, WallTime used_at) = 0;
  virtual void remove_session(SessionId id) = 0;
  // Returns the removed sessions.
  virtual std::vector<SessionId> remove_sessions_of(PrincipalKind kind, std::int64_t id) = 0;
  // Removes at most `at_most` sessions that have expired or were last used before `idle_before`.
  // Returns how many it has removed.
  virtual int remove_expired_sessions(WallTime now, WallTime idle_before, int at_most) = 0;
};

}  // namespace walkie

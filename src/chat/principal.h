// Principal: who sends a request. Made from the credential by api/auth, never from the body.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.h"
#include "chat/fields.h"

namespace walkie {

enum class PrincipalKind : std::uint8_t { anonymous, visitor, agent, bot };
template <>
struct WordsOf<PrincipalKind> {
  static constexpr std::array<std::string_view, 4> all{"anonymous", "visitor", "agent", "bot"};
};
enum class Role : std::uint8_t { agent, admin };
template <>
struct WordsOf<Role> {
  static constexpr std::array<std::string_view, 2> all{"agent", "admin"};
};

struct Principal {
  PrincipalKind kind = PrincipalKind::anonymous;
  std::int64_t id = 0;           // VisitorId, AgentId or BotId by kind
  Role role = Role::agent;       // agents only
  std::string name;              // as others see it
  std::string avatar_url;        // may be empty
  SessionId session;             // the session behind the credential; none for API keys
  std::vector<InboxId> inboxes;  // visitor: its one inbox; agent, bot: those it is a member of

  // Agents and bots answer; both are staff and may read notes.
  bool staff() const { return kind == PrincipalKind::agent || kind == PrincipalKind::bot; }
  bool admin() const { return kind == PrincipalKind::agent && role == Role::admin; }
};

}  // namespace walkie

// The people of a conversation: visitors write, agents and bots answer. Plain rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "chat/principal.h"

namespace walkie {

struct Inbox {
  InboxId id;
  std::string name;
  // Origins that may embed the widget and call the API with a visitor's credential, exact
  // ("https://shop.example:8443"). The server's own origin is always allowed.
  std::vector<std::string> allowed_origins;
  WallTime created_at;
};

struct Visitor {
  VisitorId id;
  InboxId inbox_id;
  std::string name;   // empty until known
  std::string email;  // empty until known
  WallTime created_at;
};

struct Agent {
  AgentId id;
  std::string email;  // lower case, unique
  std::string name;
  Role role = Role::agent;
  std::string avatar_url;
  std::string password_hash;  // Argon2id, libsodium's encoded form; never leaves the server
  bool active = true;         // removed agents stay for history but cannot sign in
  std::vector<InboxId> inboxes;
  WallTime created_at;
};

// A program with an API key.
struct Bot {
  BotId id;
  std::string name;
  std::string key_hash;
  std::vector<InboxId> inboxes;
  bool active = true;
  WallTime created_at;
};

// A signed-in agent or a known visitor. The token itself is never stored, only its hash.
struct Session {
  SessionId id;
  std::string token_hash;  // BLAKE2b-256, raw bytes
  PrincipalKind kind = PrincipalKind::visitor;
  std::int64_t principal_id = 0;
  WallTime created_at;
  WallTime used_at;     // idle limit counts from here; written at most once a minute
  WallTime expires_at;  // absolute limit
};

}  // namespace walkie

// Inboxes, visitors, agents, bots and sessions. Plain rows, each with its field table.
#pragma once

#include <optional>
#include <string>
#include <tuple>
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

template <>
struct FieldsOf<Inbox> {
  static constexpr std::tuple table{
      field("id", &Inbox::id, Audience::everyone, fixed),
      field("name", &Inbox::name, Audience::everyone),
      field("allowed_origins", &Inbox::allowed_origins, Audience::admin),
      field("created_at", &Inbox::created_at, Audience::nobody),
  };
};

struct Visitor {
  VisitorId id;
  InboxId inbox_id;
  std::string name;   // may be empty
  std::string email;  // may be empty
  WallTime created_at;
};

template <>
struct FieldsOf<Visitor> {
  static constexpr std::tuple table{
      field("id", &Visitor::id, Audience::everyone, fixed),
      field("inbox_id", &Visitor::inbox_id, Audience::everyone),
      field("name", &Visitor::name, Audience::everyone, empty_is_null),
      field("email", &Visitor::email, Audience::everyone, empty_is_null),
      field("created_at", &Visitor::created_at, Audience::everyone),
  };
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

// Its inboxes are in a table of their own.
template <>
struct FieldsOf<Agent> {
  static constexpr std::tuple table{
      field("id", &Agent::id, Audience::everyone, fixed),
      field("name", &Agent::name, Audience::everyone),
      field("email", &Agent::email, Audience::staff),
      field("role", &Agent::role, Audience::everyone),
      field("avatar_url", &Agent::avatar_url, Audience::everyone, empty_is_null),
      field("active", &Agent::active, Audience::everyone),
      field("password_hash", &Agent::password_hash, Audience::nobody),
      field("created_at", &Agent::created_at, Audience::nobody),
  };
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

// Its inboxes are in a table of their own.
template <>
struct FieldsOf<Bot> {
  static constexpr std::tuple table{
      field("id", &Bot::id, Audience::everyone, fixed),
      field("name", &Bot::name, Audience::everyone),
      field("key_hash", &Bot::key_hash, Audience::nobody, raw_bytes),
      field("active", &Bot::active, Audience::everyone),
      field("created_at", &Bot::created_at, Audience::nobody),
  };
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

template <>
struct FieldsOf<Session> {
  static constexpr std::tuple table{
      field("id", &Session::id, Audience::nobody, fixed),
      field("token_hash", &Session::token_hash, Audience::nobody, raw_bytes),
      field("kind", &Session::kind, Audience::nobody),
      field("principal_id", &Session::principal_id, Audience::nobody),
      field("created_at", &Session::created_at, Audience::nobody),
      field("used_at", &Session::used_at, Audience::nobody),
      field("expires_at", &Session::expires_at, Audience::nobody),
  };
};

}  // namespace walkie

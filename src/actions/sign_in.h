// Signing in takes three steps, so that the slow one (Argon2id) holds up nobody: look the account
// up (store reader), check the password (password thread), open the session (writer).
// dispatch/sign_in.cpp walks through them and counts failures.
#pragma once

#include <optional>

#include "actions/action.h"
#include "chat/email.h"

namespace walkie::actions {

struct SignedIn {
  Agent agent;  // without its password hash
  Session session;
  std::string token;   // shown once
  std::string device;  // value of the cookie of known devices (known_devices.h)
};

// Step 1. Never says whether the account exists: an unknown or removed one has agent_id 0.
struct FindAccount {
  struct Answer {
    AgentId agent_id;
    std::string password_hash;  // empty when there is no such account
    std::string device;         // the known device that asks; empty: a stranger
    // hash_settings() of every active agent, one each; only when asked for.
    std::vector<std::string> settings_in_use;
  };
  Email email;
  std::string device_cookie;  // as it was sent; may be anything
  bool list_settings = false;
  Result<Answer> run(const Context& context, View& store) const;
};

// Step 3, after the password was found right.
struct OpenSession {
  using Answer = SignedIn;
  AgentId agent_id;
  std::string password_hash;  // as it was checked; another password by now → unauthorized
  std::string device_cookie;  // as it was sent
  // The same password hashed with the settings in force; none: the old hash has them already.
  std::optional<std::string> new_hash;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

Error wrong_credentials();  // the one answer for unknown account, wrong password, removed agent

}  // namespace walkie::actions

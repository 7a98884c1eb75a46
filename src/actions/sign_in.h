// Signing in has three steps, so that the slow one (Argon2id) blocks nothing else: read the account
// (reader thread), check the password (password thread), create the session (writer thread).
// dispatch/sign_in.cpp runs them and counts failures.
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

// Step 1. An unknown or removed account has agent_id 0; clients get the same answer.
struct FindAccount {
  struct Answer {
    AgentId agent_id;
    std::string password_hash;  // empty when there is no such account
    std::string device;         // the nonce of the known device; empty: not a known device
    // hash_settings() of every active agent, one each; only when asked for.
    std::vector<std::string> settings_in_use;
  };
  Email email;
  std::string device_cookie;  // as the client sent it
  bool list_settings = false;
  Result<Answer> run(const Context& context, View& store) const;
};

// Step 3, when the password was right.
struct OpenSession {
  using Answer = SignedIn;
  AgentId agent_id;
  std::string password_hash;  // the hash that was checked; unauthorized if it has changed
  std::string device_cookie;  // as the client sent it
  // The same password hashed with the current settings; none: the old hash has them already.
  std::optional<std::string> new_hash;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

Error wrong_credentials();  // for an unknown account, a wrong password and a removed agent

}  // namespace walkie::actions

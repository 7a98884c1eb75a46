// Signing in takes three steps, so that the slow one (Argon2id) holds up nobody: look the account
// up (store reader), check the password (password thread), open the session (writer).
// dispatch/sign_in.h walks through them and counts failures.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct SignedIn {
  Agent agent;  // without its password hash
  Session session;
  std::string token;  // shown once
};

// Step 1. Never says whether the account exists: an unknown or removed one has agent_id 0.
struct FindAccount {
  struct Answer {
    AgentId agent_id;
    std::string password_hash;  // empty when there is no such account
  };
  std::string email;
  Result<Answer> run(const Context& context, View& store) const;
};

// Step 3, after the password was found right.
struct OpenSession {
  using Answer = SignedIn;
  AgentId agent_id;
  std::string password_hash;  // as it was checked; changed in between → unauthorized
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

Error wrong_credentials();  // the one answer for unknown account, wrong password, removed agent

}  // namespace walkie::actions

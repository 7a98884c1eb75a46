// From a token to its principal. The token is a session token of an agent or a visitor, or an API
// key. Error: unauthorized when it is unknown, expired or revoked.
#pragma once

#include <algorithm>

#include "actions/action.h"

namespace walkie::actions {

struct Authenticated {
  Principal principal;
  std::string token_hash;               // of the token
  WallTime expires_at{INT64_MAX};       // the credential's absolute end
  WallTime idle_expires_at{INT64_MAX};  // unless it is used before
  bool touch_due = false;               // the session's used_at should be saved (TouchSession)

  WallTime ends_at() const { return std::min(expires_at, idle_expires_at); }
};

struct Authenticate {
  using Answer = Authenticated;
  std::string token_hash;  // token_hash() of credentials.h
  bool key = false;        // a program's key rather than a session
  Result<Answer> run(const Context& context, View& store) const;
};

// Sets used_at of the principal's session to now.
struct TouchSession {
  struct Answer {};
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

Principal principal_of(const Agent& agent);
Principal principal_of(const Visitor& visitor);
Principal principal_of(const Bot& bot);

}  // namespace walkie::actions

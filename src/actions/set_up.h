// Creates the first admin, with the token of a one-time link. The link is printed on the console
// and is valid for 15 minutes and one use. Only the hash of the token is stored. A new link
// replaces the old.
#pragma once

#include "actions/action.h"
#include "actions/sign_in.h"

namespace walkie::actions {

struct SetupLink {
  std::string token;
  WallTime expires_at;
};

// For the operator. Error: conflict (already_set_up) when an admin exists.
struct CreateSetupLink {
  using Answer = SetupLink;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

// Checks the link before the slow hashing.
struct CheckSetupLink {
  struct Answer {};
  std::string token;
  Result<Answer> run(const Context& context, View& store) const;
};

struct SetUp {
  using Answer = SignedIn;
  std::string token;
  std::string email;
  std::string name;
  std::string password_hash;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

// Whether an active admin exists.
struct IsSetUp {
  using Answer = bool;
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

// The first admin: a one-time link printed on the console, good for 15 minutes and one use. The
// token is stored as a hash; a new link replaces the one before.
#pragma once

#include "actions/action.h"
#include "actions/sign_in.h"

namespace walkie::actions {

struct SetupLink {
  std::string token;
  WallTime expires_at;
};

// Operator only. Once there is an admin: conflict, already_set_up.
struct CreateSetupLink {
  using Answer = SetupLink;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

// Before the slow hashing: is the link good at all?
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

// Is there an active admin?
struct IsSetUp {
  using Answer = bool;
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

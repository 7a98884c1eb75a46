// Creates an agent. For an admin or the operator. The password is hashed already (credentials.h).
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct CreateAgent {
  using Answer = Agent;  // without its password hash
  std::string email;
  std::string name;
  Role role = Role::agent;
  std::string password_hash;
  std::vector<InboxId> inboxes;  // empty: all inboxes
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

// Name, role, password, membership, active. By an admin or the operator. An agent that is
// switched off, or whose password changes, loses every session at once; the last active admin
// cannot be switched off or demoted.
#pragma once

#include <optional>

#include "actions/action.h"

namespace walkie::actions {

struct UpdateAgent {
  using Answer = Agent;  // without its password hash
  AgentId agent_id;
  std::optional<std::string> name;
  std::optional<Role> role;
  std::optional<std::string> password_hash;
  std::optional<std::vector<InboxId>> inboxes;
  std::optional<bool> active;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

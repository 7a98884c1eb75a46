// Changes name, role, password, inboxes and active of an agent. For an admin or the operator. When
// an agent is removed, or its password changes, all its sessions end. Error: conflict (last_admin)
// when no active admin would be left.
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

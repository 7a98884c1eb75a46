// The principal itself, the agents, and the inboxes.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct Me {
  Principal principal;
  std::string email;
  std::vector<Inbox> inboxes;
};

struct GetMe {
  using Answer = Me;
  Result<Answer> run(const Context& context, View& store) const;
};

// Staff only. Also removed agents (active = false). Without password hashes. In ascending order of
// id.
struct ListAgents {
  using Answer = std::vector<Agent>;
  AgentId after{};  // only those with greater ids
  Result<Answer> run(const Context& context, View& store) const;
};

// The inboxes of the principal, in ascending order of id. allowed_origins for admins only.
struct ListInboxes {
  using Answer = std::vector<Inbox>;
  InboxId after{};  // only those with greater ids
  Result<Answer> run(const Context& context, View& store) const;
};

// The allowed origins of all inboxes, for the Origin check. For the server; any principal.
struct ListOrigins {
  using Answer = std::vector<Inbox>;
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

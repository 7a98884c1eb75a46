// Who and what is there: the asker itself, agents, inboxes.
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

// Staff only; removed agents too (active = false), without password hashes. In the order of ids.
struct ListAgents {
  using Answer = std::vector<Agent>;
  AgentId after{};  // only those with greater ids
  Result<Answer> run(const Context& context, View& store) const;
};

// The asker's inboxes; allowed_origins only for admins. In the order of ids.
struct ListInboxes {
  using Answer = std::vector<Inbox>;
  InboxId after{};  // only those with greater ids
  Result<Answer> run(const Context& context, View& store) const;
};

// Every allowed origin of every inbox, for the Origin check. For the server itself, any principal.
struct ListOrigins {
  using Answer = std::vector<Inbox>;
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

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

// Staff only; removed agents too (active = false), without password hashes.
struct ListAgents {
  using Answer = std::vector<Agent>;
  Result<Answer> run(const Context& context, View& store) const;
};

// The asker's inboxes; allowed_origins only for admins.
struct ListInboxes {
  using Answer = std::vector<Inbox>;
  Result<Answer> run(const Context& context, View& store) const;
};

// Every allowed origin of every inbox, for the Origin check. For the server itself, any principal.
struct ListOrigins {
  using Answer = std::vector<Inbox>;
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

// The default inbox of a fresh database. Called at every start by the operator; does nothing when
// there is an inbox already.
#pragma once

#include <optional>

#include "actions/action.h"

namespace walkie::actions {

struct EnsureInbox {
  using Answer = Inbox;  // the first one
  std::string name = "Website";
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

// Name and sites of an inbox, by an admin or the operator.
struct UpdateInbox {
  using Answer = Inbox;
  InboxId inbox_id;
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> allowed_origins;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

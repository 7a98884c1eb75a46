// Changes the inboxes of a bot, and whether its key is active. For an admin or the operator. A
// revoked key stays in the list, because messages refer to it. Its connections are closed at once
// (C8).
#pragma once

#include <optional>

#include "actions/action.h"

namespace walkie::actions {

struct UpdateBot {
  using Answer = Bot;  // without its key hash
  BotId bot_id;
  std::optional<std::vector<InboxId>> inboxes;  // empty: all inboxes
  std::optional<bool> active;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

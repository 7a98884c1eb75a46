// A program's key: which inboxes it belongs to, and whether it may be used. By an admin or the
// operator. A key that is switched off stays in the list, for the history it wrote, and everything
// open in its name ends at once (C8).
#pragma once

#include <optional>

#include "actions/action.h"

namespace walkie::actions {

struct UpdateBot {
  using Answer = Bot;  // without its key hash
  BotId bot_id;
  std::optional<std::vector<InboxId>> inboxes;  // empty: every inbox there is
  std::optional<bool> active;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

// Creates a bot with an API key. For an admin or the operator.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct BotKey {
  Bot bot;          // without its key hash
  std::string key;  // shown once
};

struct CreateBotKey {
  using Answer = BotKey;
  std::string name;
  std::vector<InboxId> inboxes;  // empty: all inboxes
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

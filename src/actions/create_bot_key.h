// A program with a key of its own, by an admin or the operator.
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
  std::vector<InboxId> inboxes;  // empty: every inbox there is
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

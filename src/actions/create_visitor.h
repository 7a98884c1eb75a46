// Creates a visitor and its session token. Any client may do this. A principal that is a visitor
// already is returned unchanged (created = false, no new token).
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct NewVisitor {
  Visitor visitor;
  std::string token;  // shown once; empty when created is false
  bool created = true;
};

struct CreateVisitor {
  using Answer = NewVisitor;
  InboxId inbox_id;  // none: the first inbox
  std::string name;
  std::string email;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

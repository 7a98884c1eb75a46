// Ends the session behind the asker's credential and everything open in its name. A key has no
// session: Error no_session.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct Nothing {};

struct SignOut {
  using Answer = Nothing;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

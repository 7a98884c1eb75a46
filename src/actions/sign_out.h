// Ends the session of the principal and closes its connections. Error: no_session for an API key,
// which has no session.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct Nothing {};

struct SignOut {
  using Answer = Nothing;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

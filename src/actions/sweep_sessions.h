// Deletes sessions whose absolute end has come, of agents and visitors: nobody can use them any
// more. By the operator; node/ runs it once a minute.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct SweepSessions {
  using Answer = int;  // how many were deleted
  int at_most = 500;   // so that a writer's turn stays short
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

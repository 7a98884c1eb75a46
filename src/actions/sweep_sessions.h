// Deletes expired sessions of agents and visitors. For the operator; node/ runs it once a minute.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct SweepSessions {
  using Answer = int;  // how many were deleted
  int at_most = 500;   // so that the transaction stays short
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

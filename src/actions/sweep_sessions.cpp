#include "actions/sweep_sessions.h"

#include "chat/permissions.h"

namespace walkie::actions {

Result<int> SweepSessions::run(const Context& context, Transaction& store,
                               Outcome& /*outcome*/) const {
  if (!may_administer(context.principal)) return admins_only("sweeping sessions");
  // An agent's idle session is refused already and goes with its absolute end, a week later at
  // most; a visitor's has no idle limit.
  constexpr WallTime never{INT64_MIN};
  return store.remove_expired_sessions(context.now, never, at_most);
}

}  // namespace walkie::actions

// A change that only tests whether commits succeed. For the operator; node/ runs it while commits
// fail, so that the end of the failure is noticed without other changes.
#pragma once

#include <string>

#include "actions/action.h"

namespace walkie::actions {

struct ProbeCommits {
  using Answer = bool;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& /*outcome*/) const {
    // A new value each time: saving the same value would not write.
    store.save_setting("probed_at_ms", std::to_string(context.now.ms));
    return true;
  }
};

}  // namespace walkie::actions

// A change that only tells whether changes reach the disk. By the operator; node/ runs it while
// commits fail, so that a disk that has room again is noticed when nobody writes.
#pragma once

#include <string>

#include "actions/action.h"

namespace walkie::actions {

struct ProbeCommits {
  using Answer = bool;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& /*outcome*/) const {
    // Another value each time: what is there already would be no write.
    store.save_setting("probed_at_ms", std::to_string(context.now.ms));
    return true;
  }
};

}  // namespace walkie::actions

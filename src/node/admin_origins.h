// The operator's commands about the sites that may embed an inbox. Called by node/admin.h. Each
// returns the text to print, or an error whose detail is one line for the operator.
#pragma once

#include <string>

#include "base/result.h"
#include "node/admin.h"

namespace walkie {

// --origin, --inbox (default: the first inbox). Stored in canonical form (base/origin.h).
Result<std::string> allow_origin(const PreparedAdminRequest& prepared,
                                 const actions::Context& context, Transaction& store,
                                 actions::Outcome& outcome);

// As above. Finds the origin in any spelling, also invalid rows of older versions.
Result<std::string> remove_origin(const PreparedAdminRequest& prepared,
                                  const actions::Context& context, Transaction& store,
                                  actions::Outcome& outcome);

// One line for each site: inbox id, origin, inbox name. An invalid origin has the reason.
Result<std::string> list_origins(const PreparedAdminRequest& prepared,
                                 const actions::Context& context, Transaction& store,
                                 actions::Outcome& outcome);

}  // namespace walkie

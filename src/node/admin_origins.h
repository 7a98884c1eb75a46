// The operator's commands about the sites that may embed an inbox. See node/admin.h for who calls
// them; each answers what is printed, or an error whose detail is the one line for the operator.
#pragma once

#include <string>

#include "base/result.h"
#include "node/admin.h"

namespace walkie {

// --origin, --inbox (absent: the first one). Stored in canonical form (base/origin.h).
Result<std::string> allow_origin(const PreparedAdminRequest& prepared,
                                 const actions::Context& context, Transaction& store,
                                 actions::Outcome& outcome);

// As above. Finds the origin in any spelling, and rows of older versions that are no origin.
Result<std::string> remove_origin(const PreparedAdminRequest& prepared,
                                  const actions::Context& context, Transaction& store,
                                  actions::Outcome& outcome);

// One line for each: inbox id, origin, inbox name; what can never match says why.
Result<std::string> list_origins(const PreparedAdminRequest& prepared,
                                 const actions::Context& context, Transaction& store,
                                 actions::Outcome& outcome);

}  // namespace walkie

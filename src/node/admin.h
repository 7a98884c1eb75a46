// The operator's commands (`walkie admin …`) as one verb, which runs inside a transaction: through
// dispatch when a server uses the folder, directly on the store when none does.
#pragma once

#include <string>

#include "actions/action.h"
#include "node/admin_request.h"

namespace walkie {

// Made before the transaction: hashing a password takes a large part of a second.
struct PreparedAdminRequest {
  AdminRequest request;
  std::string password_hash;  // verbs with a password
  std::string base_url;       // for links
};
// Errors: an unknown verb, a missing or bad field.
Result<PreparedAdminRequest> prepare_admin_request(AdminRequest request, std::string base_url,
                                                   Random& random, const Limits& limits);

// The answer is the text for the operator's terminal.
struct AdminVerb {
  using Answer = std::string;
  PreparedAdminRequest prepared;
  Result<Answer> run(const actions::Context& context, Transaction& store,
                     actions::Outcome& outcome) const;
};

}  // namespace walkie

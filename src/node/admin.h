// The operator's commands (`walkie admin …`), as one verb that runs inside a transaction: through
// dispatch when a server holds the folder, straight on the store when none does.
#pragma once

#include <string>

#include "actions/action.h"
#include "node/admin_request.h"

namespace walkie {

// What must be done before the transaction: hashing a password takes a good part of a second.
struct PreparedAdminRequest {
  AdminRequest request;
  std::string password_hash;  // verbs with a password
  std::string base_url;       // for links
};
// Errors: an unknown verb, a missing or bad field.
Result<PreparedAdminRequest> prepare_admin_request(AdminRequest request, std::string base_url,
                                                   Random& random, const Limits& limits);

// The answer is what the operator's terminal shows.
struct AdminVerb {
  using Answer = std::string;
  PreparedAdminRequest prepared;
  Result<Answer> run(const actions::Context& context, Transaction& store,
                     actions::Outcome& outcome) const;
};

}  // namespace walkie

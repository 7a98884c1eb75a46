// The operator's commands about API keys and about the members of inboxes. Called by node/admin.h.
// Each returns the text to print, or an error whose detail is one line for the operator.
#pragma once

#include <string>

#include "base/result.h"
#include "chat/people.h"
#include "node/admin.h"

namespace walkie {

// The agent of --email, in any spelling (chat/email.h).
Result<Agent> agent_named(const PreparedAdminRequest& prepared, const actions::Context& context,
                          Transaction& store);

// One line for each key: id, name, inbox ids, active or revoked. The key itself is not stored.
Result<std::string> list_keys(const PreparedAdminRequest& prepared, const actions::Context& context,
                              Transaction& store, actions::Outcome& outcome);

// --id. The connections of the key are closed within a second.
Result<std::string> revoke_key(const PreparedAdminRequest& prepared,
                               const actions::Context& context, Transaction& store,
                               actions::Outcome& outcome);

// One line for each inbox: id, name.
Result<std::string> list_inboxes(const PreparedAdminRequest& prepared,
                                 const actions::Context& context, Transaction& store,
                                 actions::Outcome& outcome);

// --email or --key, and --inboxes: ids separated by commas, or "all".
Result<std::string> set_inboxes(const PreparedAdminRequest& prepared,
                                const actions::Context& context, Transaction& store,
                                actions::Outcome& outcome);

// --email or --address. Only checks them: failed sign-ins are in the memory of a running server,
// which then forgets them (Dispatch::unlock_account, unlock_address).
Result<std::string> unlock(const PreparedAdminRequest& prepared, const actions::Context& context,
                           Transaction& store, actions::Outcome& outcome);

}  // namespace walkie

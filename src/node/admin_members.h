// The operator's commands about keys, and about who belongs to which inbox. See node/admin.h for
// who calls them; each answers what is printed, or an error whose detail is the one line for the
// operator.
#pragma once

#include <string>

#include "base/result.h"
#include "chat/people.h"
#include "node/admin.h"

namespace walkie {

// The agent of --email, in any spelling (chat/email.h).
Result<Agent> agent_named(const PreparedAdminRequest& prepared, const actions::Context& context,
                          Transaction& store);

// One line for each: id, name, inbox ids, active or revoked. Never the key: it is not stored.
Result<std::string> list_keys(const PreparedAdminRequest& prepared, const actions::Context& context,
                              Transaction& store, actions::Outcome& outcome);

// --id. What is open in the key's name ends within a second.
Result<std::string> revoke_key(const PreparedAdminRequest& prepared,
                               const actions::Context& context, Transaction& store,
                               actions::Outcome& outcome);

// One line for each: id, name.
Result<std::string> list_inboxes(const PreparedAdminRequest& prepared,
                                 const actions::Context& context, Transaction& store,
                                 actions::Outcome& outcome);

// --email or --key, and --inboxes: ids with commas between, or "all".
Result<std::string> set_inboxes(const PreparedAdminRequest& prepared,
                                const actions::Context& context, Transaction& store,
                                actions::Outcome& outcome);

// --email or --address. Only checks them: what is locked is in the memory of a running server,
// which forgets it (Dispatch::unlock_account, unlock_address).
Result<std::string> unlock(const PreparedAdminRequest& prepared, const actions::Context& context,
                           Transaction& store, actions::Outcome& outcome);

}  // namespace walkie

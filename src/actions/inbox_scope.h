// Inboxes in a request: which conversations a list or a count may read, and the inboxes that an
// agent or a bot becomes a member of.
#pragma once

#include <vector>

#include "actions/action.h"

namespace walkie::actions {

// A filter for the conversations of the principal: a visitor's own, staff's of their inboxes.
// `inbox`: only those of this inbox; none: all. Error: not_found when the inbox is not theirs.
Result<ConversationFilter> scope_of(const Context& context, InboxId inbox);

// The error for an inbox in a request that does not exist or that the principal may not see.
// `field`: the field or parameter with its id.
Error unknown_inbox(const char* field);

// The inboxes with these ids, each once; all inboxes when `named` is empty. Error: not_found for an
// id that does not exist.
Result<std::vector<InboxId>> chosen_inboxes(View& store, const std::vector<InboxId>& named);

}  // namespace walkie::actions

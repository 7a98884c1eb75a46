// Which conversations a list or a count may look at: those of the asker's inboxes, or its own.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

// `inbox`: only this one, which must be the asker's; none: all of the asker's.
Result<ConversationFilter> scope_of(const Context& context, InboxId inbox);

}  // namespace walkie::actions

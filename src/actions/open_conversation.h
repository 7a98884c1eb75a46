// Creates an empty conversation: a visitor for itself, staff for a visitor of one of their inboxes.
#pragma once

#include "actions/action.h"
#include "chat/conversation_row.h"

namespace walkie::actions {

struct OpenConversation {
  using Answer = ConversationRow;
  InboxId inbox_id;      // none: the visitor's
  VisitorId visitor_id;  // staff only
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

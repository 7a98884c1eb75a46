// Changes the status, the assignee and other tracked fields (chat/conversation.h). Staff only. Adds
// one conversation_update to each log whose readers may see the change. No event when nothing
// changes, so a repeat is safe.
#pragma once

#include "actions/action.h"
#include "chat/conversation_row.h"
#include "chat/field_values.h"

namespace walkie::actions {

struct UpdateConversation {
  using Answer = ConversationRow;  // head_seq of the answer is conversation.last_seq
  ConversationId conversation_id;
  FieldValues<Conversation> values;  // tracked fields; assignee_id 0: unassign
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

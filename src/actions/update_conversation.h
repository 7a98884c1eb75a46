// Status, assignee and the other tracked fields (chat/conversation.h). Staff only. One
// conversation_update in each log that has something to tell; none when nothing changes, so that a
// repeat is harmless.
#pragma once

#include "actions/action.h"
#include "chat/conversation_row.h"
#include "chat/field_values.h"

namespace walkie::actions {

struct UpdateConversation {
  using Answer = ConversationRow;  // head_seq of the answer is conversation.last_seq
  ConversationId conversation_id;
  FieldValues<Conversation> values;  // tracked fields; assignee_id 0 takes the assignee away
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

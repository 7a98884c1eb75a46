// Status and assignee. Staff only; one conversation_update in the public log, none when nothing
// changes, so that a repeat is harmless.
#pragma once

#include <optional>

#include "actions/action.h"
#include "chat/conversation_row.h"

namespace walkie::actions {

struct UpdateConversation {
  using Answer = ConversationRow;  // head_seq of the answer is conversation.last_seq
  ConversationId conversation_id;
  std::optional<Status> status;
  std::optional<AgentId> assignee_id;  // AgentId{0}: take the assignee away
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

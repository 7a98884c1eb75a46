// Gets one conversation, with the fields that the principal may see.
#pragma once

#include "actions/action.h"
#include "chat/conversation_row.h"

namespace walkie::actions {

struct GetConversation {
  using Answer = ConversationRow;
  ConversationId conversation_id;
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

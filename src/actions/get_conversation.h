// One conversation as the asker sees it.
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

#include "actions/get_conversation.h"

#include "actions/conversation_rows.h"
#include "actions/load.h"

namespace walkie::actions {

Result<ConversationRow> GetConversation::run(const Context& context, View& store) const {
  Result<Conversation> conversation = load_conversation(context, store, conversation_id);
  if (!conversation) return std::move(conversation).error();
  return conversation_row(store, *conversation, &context.principal, context.limits);
}

}  // namespace walkie::actions

#include "actions/get_conversation.h"

#include "actions/visible.h"

namespace walkie::actions {

Result<ConversationRow> GetConversation::run(const Context& context, View& store) const {
  Result<Conversation> conversation = visible_conversation(context, store, conversation_id);
  if (!conversation) return std::move(conversation).error();
  return row_of(store, *conversation, &context.principal, context.limits);
}

}  // namespace walkie::actions

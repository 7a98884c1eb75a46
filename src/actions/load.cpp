#include "actions/load.h"

#include "chat/permissions.h"

namespace walkie::actions {

Result<Conversation> load_conversation(const Context& context, View& store, ConversationId id) {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  std::optional<Conversation> conversation = store.conversation(id);
  if (!conversation || !may_read(context.principal, *conversation)) return unknown_conversation();
  return std::move(*conversation);
}

Result<LoadedMessage> load_message(const Context& context, View& store, MessageId id) {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  std::optional<Message> message = store.message(id);
  if (!message) return unknown_message();
  std::optional<Conversation> conversation = store.conversation(message->conversation_id);
  if (!conversation || !may_see_message(context.principal, *conversation, *message)) {
    return unknown_message();
  }
  return LoadedMessage{std::move(*message), std::move(*conversation)};
}

}  // namespace walkie::actions

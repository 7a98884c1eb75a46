// The first step of most verbs: load what the principal may read, with the error to answer
// otherwise.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

// Errors: unauthorized for an anonymous principal; not_found when there is no such conversation or
// the principal may not read it. The two cases of not_found look the same to the client.
Result<Conversation> load_conversation(const Context& context, View& store, ConversationId id);

// A message with the conversation that it belongs to.
struct LoadedMessage {
  Message message;
  Conversation conversation;
};
// Errors: as above.
Result<LoadedMessage> load_message(const Context& context, View& store, MessageId id);

}  // namespace walkie::actions

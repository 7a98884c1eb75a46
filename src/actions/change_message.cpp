#include "actions/change_message.h"

#include "actions/conversation_rows.h"
#include "chat/text.h"
#include "chat/transitions.h"

namespace walkie::actions {

ChangedMessage save_changed(const Context& context, Transaction& store, EventType type,
                            LoadedMessage changed, Outcome& outcome) {
  Message& message = changed.message;
  Conversation& conversation = changed.conversation;
  store.save_message(message);
  const Seq seq = store.next_seq(conversation.id, message.channel);
  Event event = message_event(type, message, seq, context.now);
  store.add_event(event);
  outcome.events.push_back(std::move(event));

  if (message.channel == Channel::staff) {
    conversation.staff_last_seq = seq;  // nothing else changes: visitors see the other fields (L6)
  } else {
    touch(conversation, context.now);
    conversation.last_seq = seq;
    MessageFilter newest;
    newest.conversation_id = conversation.id;
    newest.limit = 1;
    const std::vector<Message> last = store.messages(newest);
    if (!last.empty() && last.front().id == message.id) {
      conversation.last_message = preview(message.content);
    }
    store.save_conversation(conversation);
  }
  outcome.rows.push_back(changed_row(conversation));
  return {std::move(message), seq};
}

}  // namespace walkie::actions

#include "chat/transitions.h"

#include <algorithm>

#include "chat/text.h"

namespace walkie {

void touch(Conversation& conversation, WallTime now) {
  conversation.updated_at = std::max(conversation.updated_at, now);
}

bool apply_message(Conversation& conversation, const Message& message, WallTime now) {
  touch(conversation, now);
  // Later than created_at even within its millisecond: that is how written() knows.
  const WallTime first{conversation.created_at.ms + 1};
  conversation.last_message_at = std::max({conversation.last_message_at, now, first});
  conversation.last_message = preview(message.content);
  conversation.last_message_from_agent = message.from_agent();
  const bool sleeping =
      conversation.status == Status::resolved || conversation.status == Status::snoozed;
  if (message.from_agent() || !sleeping) return false;
  conversation.status = Status::open;
  return true;
}

Event message_event(EventType type, const Message& message, Seq seq, WallTime at) {
  Event event;
  event.conversation_id = message.conversation_id;
  event.channel = message.channel;
  event.seq = seq;
  event.type = type;
  event.created_at = at;
  event.message = message;
  return event;
}

Event update_event(const Conversation& conversation, const std::string& assignee_name,
                   const Principal& actor, Seq seq, WallTime at) {
  Event event;
  event.conversation_id = conversation.id;
  event.channel = Channel::everyone;
  event.seq = seq;
  event.type = EventType::conversation_update;
  event.created_at = at;
  event.change.status = conversation.status;
  event.change.assignee_id = conversation.assignee_id;
  event.change.assignee_name = assignee_name;
  event.change.actor_kind = actor.kind;
  event.change.actor_id = actor.id;
  event.change.actor_name = actor.name;
  return event;
}

Sender sender_of(const Principal& principal) {
  return {principal.kind, principal.id, principal.name, principal.avatar_url};
}

}  // namespace walkie

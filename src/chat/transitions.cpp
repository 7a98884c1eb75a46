#include "chat/transitions.h"

#include <algorithm>

#include "chat/text.h"

namespace walkie {

void touch(Conversation& conversation, WallTime now) {
  conversation.updated_at = std::max(conversation.updated_at, now);
}

void apply_message(Conversation& conversation, const Message& message, WallTime now) {
  touch(conversation, now);
  // Later than created_at even within its millisecond: that is how written() knows.
  const WallTime first{conversation.created_at.ms + 1};
  conversation.last_message_at = std::max({conversation.last_message_at, now, first});
  conversation.last_message = preview(message.content);
  conversation.last_message_is_agent = message.from_agent();
  const bool sleeping =
      conversation.status == Status::resolved || conversation.status == Status::snoozed;
  if (!message.from_agent() && sleeping) conversation.status = Status::open;
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

std::optional<Event> update_event(const Conversation& before, const Conversation& after,
                                  Channel channel, const std::string& assignee_name,
                                  const Principal& actor, WallTime at) {
  const auto all = FieldValues<Conversation>::changed(before, after);
  const auto everyone = all.seen_by(Audience::everyone);
  const auto changed = channel == Channel::everyone ? everyone : all.without(everyone);
  if (changed.empty()) return std::nullopt;
  Event event;
  event.conversation_id = after.id;
  event.channel = channel;
  event.type = EventType::conversation_update;
  event.created_at = at;
  event.change = ConversationChange{.status = after.status,
                                    .assignee_id = after.assignee_id,
                                    .assignee_name = assignee_name,
                                    .actor_kind = actor.kind,
                                    .actor_id = actor.id,
                                    .actor_name = actor.name,
                                    .cause = cause_of(actor.kind, actor.id),
                                    .changed = changed,
                                    .before = changed.as_in(before)};
  return event;
}

Cause cause_of(PrincipalKind kind, std::int64_t id) {
  switch (kind) {
    case PrincipalKind::visitor:
      return {CauseKind::visitor, id};
    case PrincipalKind::bot:
      return {CauseKind::bot, id};
    case PrincipalKind::agent:
    case PrincipalKind::anonymous:
      break;
  }
  // The operator's console is an agent without an id (console_principal).
  return {id == 0 ? CauseKind::console : CauseKind::agent, id};
}

Sender sender_of(const Principal& principal) {
  return {principal.kind, principal.id, principal.name, principal.avatar_url};
}

}  // namespace walkie

// Event: one durable change of a conversation, at one position of one of its logs (protocol L2).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"
#include "chat/conversation.h"
#include "chat/field_values.h"
#include "chat/message.h"

namespace walkie {

enum class EventType : std::uint8_t {
  new_message,
  message_edited,
  message_deleted,
  conversation_update,
};
template <>
struct WordsOf<EventType> {
  static constexpr std::array<std::string_view, 4> all{"new_message", "message_edited",
                                                       "message_deleted", "conversation_update"};
};

// What made a change: a person, a program, or the server itself.
enum class CauseKind : std::uint8_t { agent, visitor, bot, key, job, console };
template <>
struct WordsOf<CauseKind> {
  static constexpr std::array<std::string_view, 6> all{"agent", "visitor", "bot",
                                                       "key",   "job",     "console"};
};
struct Cause {
  CauseKind kind = CauseKind::agent;
  std::int64_t id = 0;  // of the agent, visitor, bot, key or job; 0: none
};

// The content of a conversation_update.
struct ConversationChange {
  // The state after the change, and who made it.
  Status status = Status::open;
  AgentId assignee_id;
  std::string assignee_name;
  PrincipalKind actor_kind = PrincipalKind::agent;
  std::int64_t actor_id = 0;
  std::string actor_name;
  Cause cause = {};
  // What changed, in the log that the event is in, and the values before. Empty: not known (an
  // event from before schema 5).
  FieldValues<Conversation> changed = {};
  FieldValues<Conversation> before = {};
};

struct Event {
  ConversationId conversation_id;
  Channel channel = Channel::everyone;
  Seq seq = 0;
  EventType type = EventType::new_message;
  WallTime created_at;
  Message message;  // new_message, message_edited, message_deleted: the state after it
  std::optional<ConversationChange> change;  // conversation_update
};

// For the store: everything but new_message, which is a row of messages.
template <>
struct FieldsOf<Event> {
  static constexpr std::tuple table{
      field("conversation_id", &Event::conversation_id, Audience::everyone, fixed),
      field("channel", &Event::channel, Audience::everyone, fixed),
      field("seq", &Event::seq, Audience::everyone, fixed),
      field("type", &Event::type, Audience::everyone, fixed),
      field("created_at", &Event::created_at, Audience::everyone, fixed),
      field("message_id", through(&Event::message, &Message::id), Audience::nobody, fixed),
      field("change", &Event::change, Audience::nobody, fixed),
  };
};

}  // namespace walkie

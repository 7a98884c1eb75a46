// Event: one durable change of a conversation, at one place in one of its logs (protocol L2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"
#include "chat/conversation.h"
#include "chat/message.h"

namespace walkie {

enum class EventType : std::uint8_t {
  new_message,
  message_edited,
  message_deleted,
  conversation_update,
};
std::string_view to_string(EventType type);
std::optional<EventType> event_type_from(std::string_view text);

// What a conversation_update says: the state after the change and who made it.
struct ConversationChange {
  Status status = Status::open;
  AgentId assignee_id;
  std::string assignee_name;
  PrincipalKind actor_kind = PrincipalKind::agent;
  std::int64_t actor_id = 0;
  std::string actor_name;
};

struct Event {
  ConversationId conversation_id;
  Channel channel = Channel::everyone;
  Seq seq = 0;
  EventType type = EventType::new_message;
  WallTime created_at;
  Message message;            // new_message, message_edited, message_deleted: the state it led to
  ConversationChange change;  // conversation_update
};

}  // namespace walkie

// The one spelling of every enumeration, in SQL, JSON and TypeScript alike.
#include "chat/conversation.h"
#include "chat/event.h"

namespace walkie {

std::string_view to_string(Status status) {
  switch (status) {
    case Status::open:
      return "open";
    case Status::pending:
      return "pending";
    case Status::snoozed:
      return "snoozed";
    case Status::resolved:
      return "resolved";
  }
  return "open";
}

std::optional<Status> status_from(std::string_view text) {
  for (Status status : {Status::open, Status::pending, Status::snoozed, Status::resolved}) {
    if (to_string(status) == text) return status;
  }
  return std::nullopt;
}

std::string_view to_string(EventType type) {
  switch (type) {
    case EventType::new_message:
      return "new_message";
    case EventType::message_edited:
      return "message_edited";
    case EventType::message_deleted:
      return "message_deleted";
    case EventType::conversation_update:
      return "conversation_update";
  }
  return "new_message";
}

std::optional<EventType> event_type_from(std::string_view text) {
  for (EventType type : {EventType::new_message, EventType::message_edited,
                         EventType::message_deleted, EventType::conversation_update}) {
    if (to_string(type) == text) return type;
  }
  return std::nullopt;
}

}  // namespace walkie

// Conversation: two logs (public and staff) and the state that they have led to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "base/clock.h"
#include "base/ids.h"
#include "chat/fields.h"

namespace walkie {

enum class Status : std::uint8_t { open, pending, snoozed, resolved };
template <>
struct WordsOf<Status> {
  static constexpr std::array<std::string_view, 4> all{"open", "pending", "snoozed", "resolved"};
};

// Set by staff; visitors do not see it.
enum class Priority : std::uint8_t { none, low, medium, high, urgent };
template <>
struct WordsOf<Priority> {
  static constexpr std::array<std::string_view, 5> all{"none", "low", "medium", "high", "urgent"};
};

// Protocol L1: each conversation has two logs, so that notes do not leak and leave no gaps.
enum class Channel : std::uint8_t { everyone, staff };
template <>
struct WordsOf<Channel> {
  static constexpr std::array<std::string_view, 2> all{"everyone", "staff"};
};

struct Conversation {
  ConversationId id;
  InboxId inbox_id;
  VisitorId visitor_id;
  Status status = Status::open;
  AgentId assignee_id;  // none: unassigned
  Priority priority = Priority::none;
  Seq last_seq = 0;        // head of the public log
  Seq staff_last_seq = 0;  // head of the staff log
  WallTime created_at;
  WallTime updated_at;       // of the newest event of the public log; created_at until there is one
  WallTime last_message_at;  // orders the list; created_at until the first message, then later
  std::string last_message;  // preview of the newest public message, at most 200 bytes of UTF-8;
                             // empty once that is deleted
  bool last_message_is_agent = false;

  // Whether there is a message, deleted or not.
  bool written() const { return !last_message.empty() || last_message_at.ms > created_at.ms; }

  Seq head(Channel channel) const {
    return channel == Channel::everyone ? last_seq : staff_last_seq;
  }
  // The version of the row for a reader: the greater one is newer (L3). Every change of the row is
  // an event (L2), so the heads count the changes. The staff log counts for staff only: notes do
  // not change a visitor's row (L6).
  std::int64_t version_for_visitor() const { return 1 + last_seq; }
  std::int64_t version_for_staff() const { return 1 + last_seq + staff_last_seq; }
};

template <>
struct FieldsOf<Conversation> {
  static constexpr std::tuple table{
      field("id", &Conversation::id, Audience::everyone, fixed),
      field("inbox_id", &Conversation::inbox_id, Audience::everyone, fixed),
      field("visitor_id", &Conversation::visitor_id, Audience::everyone, fixed),
      field("status", &Conversation::status, Audience::everyone, tracked, filter),
      field("assignee_id", &Conversation::assignee_id, Audience::everyone, tracked, filter),
      field("priority", &Conversation::priority, Audience::staff, tracked, filter),
      field("last_seq", &Conversation::last_seq, Audience::everyone),
      field("staff_last_seq", &Conversation::staff_last_seq, Audience::staff),
      field("created_at", &Conversation::created_at, Audience::everyone, fixed),
      field("updated_at", &Conversation::updated_at, Audience::everyone),
      field("last_message_at", &Conversation::last_message_at, Audience::everyone),
      field("last_message", &Conversation::last_message, Audience::everyone, empty_is_null),
      field("last_message_is_agent", &Conversation::last_message_is_agent, Audience::everyone),
  };
};

// How far one participant has read and received the public log. Positions, not events (L2):
// only ever grow, and a newer one wins.
struct Position {
  ConversationId conversation_id;
  std::uint8_t reader_kind = 0;  // PrincipalKind
  std::int64_t reader_id = 0;
  Seq read_seq = 0;
  Seq received_seq = 0;
};

template <>
struct FieldsOf<Position> {
  static constexpr std::tuple table{
      field("conversation_id", &Position::conversation_id, Audience::everyone, fixed),
      field("reader_kind", &Position::reader_kind, Audience::nobody, fixed),
      field("reader_id", &Position::reader_id, Audience::nobody, fixed),
      field("read_seq", &Position::read_seq, Audience::everyone),
      field("received_seq", &Position::received_seq, Audience::everyone),
  };
};

}  // namespace walkie

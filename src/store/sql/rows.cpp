#include "store/sql/rows.h"

namespace walkie {
namespace {

// The numbers are in databases: the order of these enums must not change.
static_assert(static_cast<int>(Channel::everyone) == 0 && static_cast<int>(Channel::staff) == 1);
static_assert(static_cast<int>(PrincipalKind::visitor) == 1 &&
              static_cast<int>(PrincipalKind::agent) == 2 &&
              static_cast<int>(PrincipalKind::bot) == 3);
static_assert(static_cast<int>(Role::agent) == 0 && static_cast<int>(Role::admin) == 1);
static_assert(static_cast<int>(Status::open) == 0 && static_cast<int>(Status::pending) == 1 &&
              static_cast<int>(Status::snoozed) == 2 && static_cast<int>(Status::resolved) == 3);
static_assert(static_cast<int>(EventType::message_edited) == 1 &&
              static_cast<int>(EventType::message_deleted) == 2 &&
              static_cast<int>(EventType::conversation_update) == 3);

std::string text(const SqlStatement& row, int column) { return std::string(row.text(column)); }

std::optional<WallTime> time_or_none(const SqlStatement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return WallTime{row.integer(column)};
}

MessageId message_id(std::int64_t key) { return {key < 0 ? first_note_id - 1 - key : key}; }

}  // namespace

std::int64_t message_key(MessageId id) {
  return id.value < first_note_id ? id.value : first_note_id - 1 - id.value;
}

void bind_time(SqlStatement& statement, int parameter, const std::optional<WallTime>& time) {
  if (time) {
    statement.bind(parameter, time->ms);
  } else {
    statement.bind_null(parameter);
  }
}

Inbox inbox_row(const SqlStatement& row) {
  Inbox out;
  out.id = {row.integer(0)};
  out.name = text(row, 1);
  std::string_view origins = row.text(2);
  while (!origins.empty()) {
    const std::size_t end = origins.find('\n');
    out.allowed_origins.emplace_back(origins.substr(0, end));
    origins.remove_prefix(end == std::string_view::npos ? origins.size() : end + 1);
  }
  out.created_at = {row.integer(3)};
  return out;
}

std::string origins_text(const std::vector<std::string>& origins) {
  std::string out;
  for (const std::string& origin : origins) {
    if (!out.empty()) out += '\n';
    out += origin;
  }
  return out;
}

Visitor visitor_row(const SqlStatement& row) {
  Visitor out;
  out.id = {row.integer(0)};
  out.inbox_id = {row.integer(1)};
  out.name = text(row, 2);
  out.email = text(row, 3);
  out.created_at = {row.integer(4)};
  return out;
}

Agent agent_row(const SqlStatement& row) {
  Agent out;
  out.id = {row.integer(0)};
  out.email = text(row, 1);
  out.name = text(row, 2);
  out.role = static_cast<Role>(row.integer(3));
  out.avatar_url = text(row, 4);
  out.password_hash = text(row, 5);
  out.active = row.integer(6) != 0;
  out.created_at = {row.integer(7)};
  return out;
}

Bot bot_row(const SqlStatement& row) {
  Bot out;
  out.id = {row.integer(0)};
  out.name = text(row, 1);
  out.key_hash = text(row, 2);
  out.active = row.integer(3) != 0;
  out.created_at = {row.integer(4)};
  return out;
}

Session session_row(const SqlStatement& row) {
  Session out;
  out.id = {row.integer(0)};
  out.token_hash = text(row, 1);
  out.kind = static_cast<PrincipalKind>(row.integer(2));
  out.principal_id = row.integer(3);
  out.created_at = {row.integer(4)};
  out.used_at = {row.integer(5)};
  out.expires_at = {row.integer(6)};
  return out;
}

Conversation conversation_row(const SqlStatement& row) {
  Conversation out;
  out.id = {row.integer(0)};
  out.inbox_id = {row.integer(1)};
  out.visitor_id = {row.integer(2)};
  out.status = static_cast<Status>(row.integer(3));
  out.assignee_id = {row.integer(4)};
  out.last_seq = row.integer(5);
  out.staff_last_seq = row.integer(6);
  out.created_at = {row.integer(7)};
  out.updated_at = {row.integer(8)};
  out.last_message_at = {row.integer(9)};
  out.last_message = text(row, 10);
  out.last_message_from_agent = row.integer(11) != 0;
  return out;
}

Message message_row(const SqlStatement& row) {
  Message out;
  out.id = message_id(row.integer(0));
  out.conversation_id = {row.integer(1)};
  out.channel = static_cast<Channel>(row.integer(2));
  out.seq = row.integer(3);
  out.client_id = text(row, 4);
  out.sender.kind = static_cast<PrincipalKind>(row.integer(5));
  out.sender.id = row.integer(6);
  out.sender.name = text(row, 7);
  out.sender.avatar_url = text(row, 8);
  out.content = text(row, 9);
  out.content_type = text(row, 10);
  out.created_at = {row.integer(11)};
  out.edited_at = time_or_none(row, 12);
  out.deleted_at = time_or_none(row, 13);
  out.deleted_by_sender = row.integer(14) != 0;
  return out;
}

Position position_row(const SqlStatement& row) {
  Position out;
  out.conversation_id = {row.integer(0)};
  out.reader_kind = static_cast<std::uint8_t>(row.integer(1));
  out.reader_id = row.integer(2);
  out.read_seq = row.integer(3);
  out.received_seq = row.integer(4);
  return out;
}

Event event_row(const SqlStatement& row) {
  Event out;
  out.seq = row.integer(0);
  out.type = static_cast<EventType>(row.integer(1));
  out.created_at = {row.integer(2)};
  if (!row.is_null(3)) out.message.id = message_id(row.integer(3));
  out.change.status = static_cast<Status>(row.integer(4));
  out.change.assignee_id = {row.integer(5)};
  out.change.assignee_name = text(row, 6);
  out.change.actor_kind = static_cast<PrincipalKind>(row.integer(7));
  out.change.actor_id = row.integer(8);
  out.change.actor_name = text(row, 9);
  return out;
}

}  // namespace walkie

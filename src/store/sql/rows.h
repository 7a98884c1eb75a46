// Rows as the .sql files list their columns, and back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chat/conversation.h"
#include "chat/event.h"
#include "chat/message.h"
#include "chat/people.h"
#include "store/sql/driver.h"

namespace walkie {

Inbox inbox_row(const SqlStatement& row);
Visitor visitor_row(const SqlStatement& row);
Agent agent_row(const SqlStatement& row);  // without its inboxes
Bot bot_row(const SqlStatement& row);      // without its inboxes
Session session_row(const SqlStatement& row);
Conversation conversation_row(const SqlStatement& row);
Message message_row(const SqlStatement& row);
Position position_row(const SqlStatement& row);
// Without its conversation and channel; message.id is set, the message itself is not read.
Event event_row(const SqlStatement& row);

// The key of a message's row. Notes count down from -1 there, away from the end of the table where
// messages are added: that is where SQLite adds a row cheapest and packs its pages full.
std::int64_t message_key(MessageId id);

// Binds a time, or NULL where there is none.
void bind_time(SqlStatement& statement, int parameter, const std::optional<WallTime>& time);

std::string origins_text(const std::vector<std::string>& origins);

template <class Enum>
std::int64_t number(Enum value) {
  return static_cast<std::int64_t>(value);
}

}  // namespace walkie

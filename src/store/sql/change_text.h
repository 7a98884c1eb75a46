// A conversation_update as its one column holds it: lines "name=value", in any order. In a value
// "\n" is a line's end and "\\" a backslash. Integers as in columns (column_values.h).
//
//   status, assignee_id, assignee_name       the state after the change
//   actor_kind, actor_id, actor_name         who made it, with the name of that time
//   cause_kind, cause_id                     what made it; without them (written before schema 5):
//                                            the actor
//   changed.FIELD, before.FIELD              what changed, and its value before
//
// A line that is not known is skipped: a field may be gone. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chat/event.h"
#include "store/sql/driver.h"

namespace walkie {

std::string change_text(const ConversationChange& change);
ConversationChange change_from(std::string_view text);

// NULL for an event that is no conversation_update.
void bind_value(SqlStatement& statement, int parameter,
                const std::optional<ConversationChange>& change, bool = false);
void read_value(const SqlStatement& row, int column, std::optional<ConversationChange>& change);

}  // namespace walkie

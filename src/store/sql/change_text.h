// The text of a conversation_update in its column: lines "name=value", in any order. In a value
// "\n" is a line break and "\\" a backslash. Integers are as in columns (column_values.h).
//
//   status, assignee_id, assignee_name       the state after the change
//   actor_kind, actor_id, actor_name         who made it, with the name of that time
//   cause_kind, cause_id                     what made it; without them (written before schema 5):
//                                            the actor
//   changed.FIELD, before.FIELD              what changed, and its value before
//
// Unknown lines are skipped: a field may have been removed. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chat/event.h"
#include "store/sql/driver.h"

namespace walkie {

std::string change_text(const ConversationChange& change);
ConversationChange change_from(std::string_view text);

// NULL for other events than conversation_update.
void bind_value(SqlStatement& statement, int parameter,
                const std::optional<ConversationChange>& change, bool = false);
void read_value(const SqlStatement& row, int column, std::optional<ConversationChange>& change);

}  // namespace walkie

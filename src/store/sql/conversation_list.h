// Builds the SQL of a list of conversations from its filters. Each filter adds a condition to the
// same indexed range. There are few combinations, so each statement is prepared once.
#pragma once

#include <string>

#include "chat/conversation.h"
#include "chat/field_values.h"
#include "store/sql/driver.h"

namespace walkie {

// The first parameter of the filters in `conversations` and `count_conversations`.
inline constexpr int first_filter = 6;

// The text for {filters}, such as " AND assignee_id = $6 AND assignee_id <> 0". The second
// condition, for values other than 0, allows the use of a partial index.
std::string filter_text(const FieldValues<Conversation>& where);
void bind_filters(SqlStatement& statement, const FieldValues<Conversation>& where);

}  // namespace walkie

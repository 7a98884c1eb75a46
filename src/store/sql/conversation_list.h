// The SQL of a list of conversations, built from its filters: each filter is one more condition on
// the same indexed range. There are few combinations, so that each is prepared once.
#pragma once

#include <string>

#include "chat/conversation.h"
#include "chat/field_values.h"
#include "store/sql/driver.h"

namespace walkie {

// Where the parameters of the filters begin in `conversations` and `count_conversations`.
inline constexpr int first_filter = 6;

// " AND assignee_id = $6 AND assignee_id <> 0": what stands for {filters}. The second condition of
// a value that is not 0 is for an index of the rows that have one.
std::string filter_text(const FieldValues<Conversation>& where);
void bind_filters(SqlStatement& statement, const FieldValues<Conversation>& where);

}  // namespace walkie

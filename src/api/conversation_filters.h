// The filters in the query of GET /conversations, by the field table: each field with the trait
// `filter` is a parameter of its name; a field that is an id is one without "_id".
#pragma once

#include "api/call.h"
#include "chat/conversation.h"
#include "chat/field_values.h"

namespace walkie::api {

// bad_value names the parameter. A filter by a field that the asker may not see must be well formed
// and is then ignored: the answer would tell what the field holds.
Result<FieldValues<Conversation>> filters_from(const Call& call);

}  // namespace walkie::api

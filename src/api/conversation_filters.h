// The filters of GET /conversations, from the field table. Each field with the trait `filter` is a
// query parameter with its name; for an id the name is without "_id".
#pragma once

#include "api/call.h"
#include "chat/conversation.h"
#include "chat/field_values.h"

namespace walkie::api {

// Error: bad_value with the parameter. A filter on a field that the requester may not see must be
// valid, and is ignored: its result would reveal the field.
Result<FieldValues<Conversation>> filters_from(const Call& call);

}  // namespace walkie::api

// The cursor of GET /conversations (`next`) as text: "MILLISECONDS.ID". Opaque to clients.
#pragma once

#include <string>
#include <string_view>

#include "actions/list_conversations.h"
#include "base/result.h"

namespace walkie::api {

std::string cursor_text(const actions::ConversationCursor& cursor);
Result<actions::ConversationCursor> cursor_from(std::string_view text);

}  // namespace walkie::api

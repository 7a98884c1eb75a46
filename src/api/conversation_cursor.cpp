#include "api/conversation_cursor.h"

#include <algorithm>

#include "api/plain_number.h"

namespace walkie::api {

std::string cursor_text(const actions::ConversationCursor& cursor) {
  return std::to_string(cursor.before_at.ms) + "." + std::to_string(cursor.before_id.value);
}

Result<actions::ConversationCursor> cursor_from(std::string_view text) {
  const std::size_t dot = std::min(text.find('.'), text.size());
  const auto at = plain_number(text.substr(0, dot));
  const auto id = plain_number(text.substr(std::min(dot + 1, text.size())));
  if (at && id && *id > 0) return actions::ConversationCursor{{*at}, {*id}};
  return Error{.code = Code::bad_request,
               .reason = "bad_value",
               .detail = "'cursor' must be the value of 'next' in an earlier page.",
               .field = "cursor"};
}

}  // namespace walkie::api

#include "api/conversation_cursor.h"

#include <algorithm>

#include "base/decimal.h"

namespace walkie::api {

std::string cursor_text(const actions::ConversationCursor& cursor) {
  return std::to_string(cursor.before_at.ms) + "." + std::to_string(cursor.before_id.value);
}

Result<actions::ConversationCursor> cursor_from(std::string_view text) {
  actions::ConversationCursor cursor;
  if (text.empty()) return cursor;
  const std::size_t dot = std::min(text.find('.'), text.size());
  const auto at = decimal_from<std::int64_t>(text.substr(0, dot));
  const auto id = decimal_from<std::int64_t>(text.substr(std::min(dot + 1, text.size())));
  if (at && id) return actions::ConversationCursor{{*at}, {*id}};
  return Error{.code = Code::bad_request,
               .reason = "bad_value",
               .detail = "'cursor' must be the value of 'next' in an earlier page.",
               .field = "cursor"};
}

}  // namespace walkie::api

#include "api/conversation_cursor.h"

#include <charconv>

namespace walkie::api {

std::string cursor_text(const actions::ConversationCursor& cursor) {
  return std::to_string(cursor.before_at.ms) + "." + std::to_string(cursor.before_id.value);
}

Result<actions::ConversationCursor> cursor_from(std::string_view text) {
  actions::ConversationCursor cursor;
  if (text.empty()) return cursor;
  const char* end = text.data() + text.size();
  const auto at = std::from_chars(text.data(), end, cursor.before_at.ms);
  if (at.ec == std::errc() && at.ptr != end && *at.ptr == '.') {
    const auto id = std::from_chars(at.ptr + 1, end, cursor.before_id.value);
    if (id.ec == std::errc() && id.ptr == end) return cursor;
  }
  return Error{.code = Code::bad_request,
               .reason = "bad_value",
               .detail = "'cursor' must be the 'next' of a page.",
               .field = "cursor"};
}

}  // namespace walkie::api

#include "dispatch/closure.h"

#include <charconv>

namespace walkie {

std::string closure_bytes(const actions::Closure& closure) {
  std::string text;
  for (const std::int64_t part : {static_cast<std::int64_t>(closure.kind), closure.id,
                                  closure.session.value, static_cast<std::int64_t>(closure.why)}) {
    text += std::to_string(part);
    text += ' ';
  }
  return text;
}

std::optional<actions::Closure> closure_from(std::string_view bytes) {
  std::int64_t parts[4] = {};
  const char* at = bytes.data();
  const char* end = at + bytes.size();
  for (std::int64_t& part : parts) {
    const std::from_chars_result read = std::from_chars(at, end, part);
    if (read.ec != std::errc() || read.ptr == end || *read.ptr != ' ') return std::nullopt;
    at = read.ptr + 1;
  }
  const bool known = parts[0] >= 0 && parts[0] <= static_cast<int>(PrincipalKind::bot) &&
                     parts[3] >= 0 &&
                     parts[3] <= static_cast<int>(actions::Closure::Why::credential_expired);
  if (!known || at != end) return std::nullopt;
  return actions::Closure{static_cast<PrincipalKind>(parts[0]), parts[1], SessionId{parts[2]},
                          static_cast<actions::Closure::Why>(parts[3])};
}

std::optional<actions::Closure> closure_for(const Principal& principal, std::string_view bytes) {
  const auto closure = closure_from(bytes);
  if (!closure || closure->kind != principal.kind || closure->id != principal.id) return {};
  if (closure->session && closure->session != principal.session) return {};
  return closure;
}

}  // namespace walkie

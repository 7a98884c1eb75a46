#include "dispatch/revocation.h"

#include <charconv>

namespace walkie {

std::string revocation_bytes(const actions::Revocation& revocation) {
  std::string text;
  for (const std::int64_t part :
       {static_cast<std::int64_t>(revocation.kind), revocation.id, revocation.session.value,
        static_cast<std::int64_t>(revocation.why)}) {
    text += std::to_string(part);
    text += ' ';
  }
  return text;
}

std::optional<actions::Revocation> revocation_from(std::string_view bytes) {
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
                     parts[3] <= static_cast<int>(actions::Revocation::Why::credential_expired);
  if (!known || at != end) return std::nullopt;
  return actions::Revocation{static_cast<PrincipalKind>(parts[0]), parts[1], SessionId{parts[2]},
                             static_cast<actions::Revocation::Why>(parts[3])};
}

std::optional<actions::Revocation> revocation_for(const Principal& principal,
                                                  std::string_view bytes) {
  const auto revocation = revocation_from(bytes);
  if (!revocation || revocation->kind != principal.kind || revocation->id != principal.id)
    return {};
  if (revocation->session && revocation->session != principal.session) return {};
  return revocation;
}

}  // namespace walkie

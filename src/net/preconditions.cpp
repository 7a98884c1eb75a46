#include "net/preconditions.h"

#include "net/tokens.h"

namespace walkie::net {

namespace {

// Whether a line of the field has "*" or this tag. For If-Match a weak tag never matches. For
// If-None-Match a weak tag matches as a strong one does.
bool any_matches(const Request& request, std::string_view field, std::string_view etag, bool weak) {
  bool matches = false;
  for (std::size_t i = 0; i < request.header_count(); ++i) {
    auto [name, value] = request.header_at(i);
    if (!equal_ignoring_case(name, field)) continue;
    if (trim(value) == "*") matches = true;
    each_outside_quotes(value, ',', [&](std::string_view item) {
      if (weak && item.starts_with("W/")) item.remove_prefix(2);
      if (!etag.empty() && item == etag) matches = true;
    });
  }
  return matches;
}

}  // namespace

Precondition check_preconditions(const Request& request, std::string_view etag) {
  if (request.has_header("If-Match") && !any_matches(request, "if-match", etag, false)) {
    return Precondition::failed;
  }
  if (!request.has_header("If-None-Match") || !any_matches(request, "if-none-match", etag, true)) {
    return Precondition::holds;
  }
  const bool reads = request.method() == Method::get || request.method() == Method::head;
  return reads ? Precondition::not_modified : Precondition::failed;
}

Response precondition_failed() {
  return problem_response(
      412, "precondition_failed",
      "The resource does not have the entity tag that If-Match or If-None-Match "
      "requires. Read the resource again, then repeat the request.");
}

}  // namespace walkie::net

// HttpRefusal: why net answers a request by itself. The detail says which header the refusal is
// about and what the limit is, so that a person behind a proxy knows what to look for. A name comes
// from a stranger: only the characters of a token are shown, and not many of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "net/response.h"

namespace walkie::net {

struct HttpRefusal {
  int status = 0;  // 0: none
  std::string_view code;
  std::string detail{};  // plain ASCII without quotes or backslashes, as problem_response wants it
  std::string field{};   // the header's name, as it may be shown; empty when it is about none
  explicit operator bool() const { return status != 0; }
};

inline HttpRefusal bad(std::string_view code, std::string detail, std::string field = {}) {
  return {400, code, std::move(detail), std::move(field)};
}

Response refusal_response(const HttpRefusal& refusal);

// The name with which a header line begins, as it may be shown; empty when the line has none.
std::string shown_name(std::string_view line);
// "WHAT in the header 'Cookie'.", or "WHAT in a header." when the line has no name.
HttpRefusal bad_line(std::string_view code, std::string what, std::string_view line);
// 431. `fields`: the header lines as far as they have come; the largest of them is named.
HttpRefusal headers_too_large(std::string_view fields, std::size_t most_bytes);

}  // namespace walkie::net

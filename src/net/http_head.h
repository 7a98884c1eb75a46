// The strict reading of an HTTP/1.x header section (RFC 9112). Pure: bytes in, fields or a refusal
// out. A text that two parsers could read in two ways is refused here, never repaired: that is what
// request smuggling lives on (docs/decisions/0013).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "net/http_refusal.h"
#include "net/request.h"
#include "net/server_limits.h"

namespace walkie::net {

// Finds the end of the header section that starts at data[0]. Looks at each byte once. Refuses a
// byte that no section may contain as soon as it arrives.
class HeadScanner {
 public:
  // True when complete: `size` bytes, the empty line included. False: more is needed, or refused.
  bool scan(std::string_view data, const HttpLimits& limits, HttpRefusal& refusal);
  std::size_t size() const { return seen_; }
  void reset() { *this = HeadScanner(); }

 private:
  bool in_first_line() const { return fields_start_ == 0; }
  HttpRefusal bad_byte(std::string_view data, std::string_view code, std::string what) const;
  HttpRefusal too_long(std::string_view data, const HttpLimits& limits) const;
  std::size_t most_bytes(const HttpLimits& limits) const;

  std::size_t seen_ = 0;
  std::size_t line_start_ = 0;
  std::size_t fields_start_ = 0;  // behind the request line; 0 while that is under way
};

struct HttpHead {
  std::string_view method, path, query, host;
  int version_minor = 1;
  std::vector<Request::Field> fields;  // offsets into the text given to parse
  bool has_length = false;
  bool chunked = false;
  std::uint64_t length = 0;
  bool keep_alive = true;
  bool expects_continue = false;

  bool has_body() const { return chunked || length > 0; }
};

// `text` is the section that HeadScanner found, the empty line included.
HttpRefusal parse_http_head(std::string_view text, const HttpLimits& limits, HttpHead& head);

}  // namespace walkie::net

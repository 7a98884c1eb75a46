#include "net/http_salvage.h"

#include <algorithm>

#include "net/http_target.h"
#include "net/tokens.h"

namespace walkie::net {

namespace {

bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

// Takes the next line. False: no complete line is left.
bool take_line(std::string_view& text, std::string_view& line) {
  const std::size_t end = text.find("\r\n");
  if (end == std::string_view::npos) return false;
  line = text.substr(0, end);
  text.remove_prefix(end + 2);
  return true;
}

void read_request_line(std::string_view line, RequestBuilder& builder) {
  const std::size_t space = std::min(line.find(' '), line.size());
  const std::string_view method = line.substr(0, space);
  std::string_view target = line.substr(std::min(line.size(), space + 1));
  target = target.substr(0, target.find(' '));
  const bool local = target.starts_with('/') && is_visible(target);
  if (!local) target = "/";
  const std::size_t mark = std::min(target.find('?'), target.size());
  builder.target(is_token(method) ? method : std::string_view("GET"), target.substr(0, mark), "");
  builder.version_minor(line.ends_with("HTTP/1.0") ? 0 : 1);
}

}  // namespace

RequestBuilder salvage_request(std::string_view head, const HttpLimits& limits) {
  head = head.substr(0, limits.target_bytes + limits.head_bytes);
  RequestBuilder builder;
  std::string_view line = head.substr(0, head.find_first_of("\r\n"));
  read_request_line(line, builder);
  if (!take_line(head, line)) return builder;
  std::size_t fields = 0;
  bool has_host = false;
  while (take_line(head, line) && !line.empty() && fields < limits.head_fields) {
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::string_view name = line.substr(0, colon);
    if (colon == line.size() || !is_token(name) || !is_plain(line)) continue;
    const std::string_view value = trim(line.substr(colon + 1));
    builder.header(name, value);
    ++fields;
    if (!equal_ignoring_case(name, "host") || has_host || !host_ok(value)) continue;
    builder.host(value);
    has_host = true;
  }
  return builder;
}

}  // namespace walkie::net

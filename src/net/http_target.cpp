#include "net/http_target.h"

#include "net/ascii.h"

namespace walkie::net {

namespace {

// What may stand in a request-target (RFC 3986): no space, control, quote, backslash, non-ASCII.
constexpr bool is_target_char(char c) {
  if (is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z')) return true;
  return std::string_view("-._~:/?[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}

// Escapes are well-formed, and none hides a control byte: those only serve to confuse.
bool escapes_ok(std::string_view text) {
  for (std::size_t i = text.find('%'); i != std::string_view::npos; i = text.find('%', i + 3)) {
    if (i + 2 >= text.size()) return false;
    int high = hex_value(text[i + 1]);
    int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return false;
    int byte = high * 16 + low;
    if (byte < 0x20 || byte == 0x7f) return false;
  }
  return true;
}

void split_query(std::string_view target, HttpHead& head) {
  std::size_t mark = std::min(target.find('?'), target.size());
  head.path = target.substr(0, mark);
  head.query = target.substr(std::min(target.size(), mark + 1));
}

}  // namespace

bool host_ok(std::string_view host) {
  if (host.empty()) return false;
  std::size_t end = 0;
  if (host.front() == '[') {
    end = host.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    for (char c : host.substr(1, end - 1)) {
      if (hex_value(c) < 0 && c != ':' && c != '.') return false;
    }
    ++end;
  } else {
    while (end < host.size() && host[end] != ':') {
      char c = host[end++];
      if (c == '%' || !is_target_char(c)) return false;
      if (std::string_view("/?@[],;").find(c) != std::string_view::npos) return false;
    }
    if (end == 0) return false;
  }
  if (end == host.size()) return true;
  std::string_view port = host.substr(end + 1);
  if (host[end] != ':' || port.size() > 5) return false;
  unsigned number = 0;
  for (char c : port) {
    if (!is_digit(c)) return false;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number <= 65535;
}

HttpRefusal parse_target(std::string_view target, const HttpLimits& limits, HttpHead& head) {
  if (target.size() > limits.target_bytes) return {414, "target_too_long", "Target too long."};
  if (!std::all_of(target.begin(), target.end(), is_target_char) || !escapes_ok(target)) {
    return bad("bad_target", "The request target has a character that must not be there.");
  }
  if (head.method == "CONNECT") {
    return {501, "not_implemented", "This server is not a proxy."};
  }
  if (target == "*") {
    if (head.method != "OPTIONS") return bad("bad_target", "* is for OPTIONS only.");
    head.path = target;
    return {};
  }
  if (target.front() == '/') {
    split_query(target, head);
    return {};
  }
  std::size_t scheme = target.find("://");
  std::string_view name = target.substr(0, std::min(scheme, target.size()));
  if (!equal_ignoring_case(name, "http") && !equal_ignoring_case(name, "https")) {
    return bad("bad_target", "The request target must begin with a slash.");
  }
  std::string_view rest = target.substr(scheme + 3);
  std::size_t slash = std::min(rest.find_first_of("/?"), rest.size());
  head.host = rest.substr(0, slash);
  if (!host_ok(head.host)) return bad("bad_host", "The target's host is not valid.");
  split_query(rest.substr(slash), head);
  if (head.path.empty()) head.path = head.method == "OPTIONS" && head.query.empty() ? "*" : "/";
  return {};
}

}  // namespace walkie::net

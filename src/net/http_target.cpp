#include "net/http_target.h"

#include "net/tokens.h"

namespace walkie::net {

namespace {

// RFC 3986's characters: what a host may be made of, and more.
constexpr bool is_uri_char(char c) {
  if (is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z')) return true;
  return std::string_view("-._~:/?[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}

// What may stand in a path: RFC 3986, and what the URL Standard's path percent-encode set leaves as
// it is or once left so (a lone % too). None of it separates anything in a request line.
constexpr bool is_path_char(char c) {
  return is_uri_char(c) || std::string_view("^`{|}").find(c) != std::string_view::npos;
}

// The query percent-encode set leaves a backslash alone as well. In a path browsers turn it into a
// slash; there it would be two paths to two readers.
constexpr bool is_query_char(char c) { return is_path_char(c) || c == '\\'; }

// No escape hides a control byte in a path: those only serve to confuse.
bool hides_control(std::string_view path) {
  for (std::size_t i = path.find('%'); i != std::string_view::npos; i = path.find('%', i + 1)) {
    if (i + 2 >= path.size()) return false;
    int high = hex_value(path[i + 1]);
    int low = hex_value(path[i + 2]);
    if (high < 0 || low < 0) continue;
    int byte = high * 16 + low;
    if (byte < 0x20 || byte == 0x7f) return true;
  }
  return false;
}

bool target_ok(std::string_view target) {
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, mark);
  const std::string_view query = target.substr(mark);
  return std::all_of(path.begin(), path.end(), is_path_char) && !hides_control(path) &&
         std::all_of(query.begin(), query.end(), is_query_char);
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
      if (c == '%' || !is_uri_char(c)) return false;
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

HttpRefusal target_too_long(const HttpLimits& limits) {
  return {414, "target_too_long",
          "The request target has more than " + std::to_string(limits.target_bytes) + " bytes."};
}

HttpRefusal parse_target(std::string_view target, const HttpLimits& limits, HttpHead& head) {
  if (target.size() > limits.target_bytes) return target_too_long(limits);
  if (!target_ok(target)) {
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

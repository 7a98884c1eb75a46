#include "net/forwarded_hops.h"

#include <algorithm>
#include <array>

#include "base/host_port.h"
#include "net/tokens.h"

namespace walkie::net {

namespace {

constexpr std::array<std::string_view, 8> kOfProxies = {
    "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port",
    "x-forwarded-ssl", "x-real-ip",         "forwarded",        "via"};

bool is_escaped(std::string_view text, std::size_t at) {
  std::size_t slashes = 0;
  while (at > slashes && text[at - slashes - 1] == '\\')
    ++slashes;
  return slashes % 2 == 1;
}

// Calls visit(item) for the items of a list, from the last to the first, trimmed. Separators inside
// quotes do not count.
template <class Visit>
void each_from_right(std::string_view list, char separator, Visit visit) {
  bool quoted = false;
  std::size_t end = list.size();
  for (std::size_t at = list.size(); at-- > 0;) {
    if (list[at] == '"' && !is_escaped(list, at)) quoted = !quoted;
    if (quoted || list[at] != separator) continue;
    visit(trim(list.substr(at + 1, end - at - 1)));
    end = at;
  }
  visit(trim(list.substr(0, end)));
}

std::string_view unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// for=192.0.2.60;proto=http;by=203.0.113.43
Hop element(std::string_view text) {
  Hop hop;
  each_from_right(text, ';', [&hop](std::string_view pair) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return;
    const std::string_view name = trim(pair.substr(0, equals));
    const std::string_view value = unquoted(trim(pair.substr(equals + 1)));
    if (equal_ignoring_case(name, "for")) hop.address = value;
    if (equal_ignoring_case(name, "proto")) hop.scheme = value;
  });
  return hop;
}

// The items of all lines of a header, in order.
std::vector<std::string_view> items_of(const Request& request, std::string_view name) {
  std::vector<std::string_view> items;
  for (std::size_t line = request.header_count(); line-- > 0;) {
    const auto [key, value] = request.header_at(line);
    if (!equal_ignoring_case(key, name)) continue;
    each_from_right(value, ',', [&items](std::string_view item) {
      if (!item.empty()) items.push_back(item);
    });
  }
  std::reverse(items.begin(), items.end());
  return items;
}

// A port, or the name of a hidden one (RFC 7239 6.2).
bool is_port(std::string_view text) {
  if (text.empty() || text.size() > 20) return false;
  if (text.front() == '_') return true;
  return text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace

std::vector<Hop> forwarded_hops(const Request& request) {
  std::vector<Hop> hops;
  if (request.has_header("X-Forwarded-For")) {
    for (const std::string_view item : items_of(request, "X-Forwarded-For"))
      hops.push_back({unquoted(item), {}});
    return hops;
  }
  for (const std::string_view item : items_of(request, "Forwarded"))
    hops.push_back(element(item));
  return hops;
}

std::vector<std::string_view> forwarded_schemes(const Request& request) {
  std::vector<std::string_view> schemes;
  for (const std::string_view item : items_of(request, "X-Forwarded-Proto"))
    schemes.push_back(unquoted(item));
  return schemes;
}

std::optional<IpAddress> parse_hop_address(std::string_view text) {
  const auto parts = split_host_port(unquoted(trim(text)));
  if (!parts || (parts->port && !is_port(*parts->port))) return std::nullopt;
  std::string_view host = parts->host;
  const bool v6 = host.find(':') != std::string_view::npos;
  if (parts->bracketed && !v6) return std::nullopt;
  if (v6) host = host.substr(0, host.find('%'));
  return IpAddress::parse(host);
}

bool came_by_proxy(const Request& request) {
  for (std::size_t line = 0; line < request.header_count(); ++line) {
    const std::string_view name = request.header_at(line).first;
    if (std::any_of(kOfProxies.begin(), kOfProxies.end(),
                    [name](std::string_view known) { return equal_ignoring_case(name, known); })) {
      return true;
    }
  }
  return false;
}

}  // namespace walkie::net

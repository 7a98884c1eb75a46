// An address with an optional port, taken apart: "192.0.2.1:80", "[2001:db8::1]:80", "2001:db8::1".
// Nothing is looked up, and neither part is checked (base/ip_address.h, base/decimal.h do that).
// The views lie in `text`. Pure; any thread.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

namespace walkie {

struct HostPort {
  std::string_view host;                 // without brackets
  std::optional<std::string_view> port;  // what stands behind the colon, possibly nothing
  bool bracketed = false;
};

// nullopt: a bracket that is not closed, or that something other than a colon follows. Two colons
// or more without brackets are an IPv6 address without a port.
inline std::optional<HostPort> split_host_port(std::string_view text) {
  HostPort parts;
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    parts.host = text.substr(1, end - 1);
    parts.bracketed = true;
    rest = text.substr(end + 1);
  } else {
    const bool has_port = std::count(text.begin(), text.end(), ':') == 1;
    parts.host = has_port ? text.substr(0, text.find(':')) : text;
    rest = text.substr(parts.host.size());
  }
  if (rest.empty()) return parts;
  if (rest.front() != ':') return std::nullopt;
  parts.port = rest.substr(1);
  return parts;
}

}  // namespace walkie

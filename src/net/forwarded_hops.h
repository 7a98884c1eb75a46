// Parses X-Forwarded-For, X-Forwarded-Proto and Forwarded (RFC 7239). forwarded.h decides which of
// it to trust. Pure; any thread; linear in the size of the headers.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "net/request.h"

namespace walkie::net {

// One address on the way from the client. The views point into the request.
struct Hop {
  std::string_view address;  // for= of Forwarded, or an item of X-Forwarded-For; may be empty
  std::string_view scheme;   // proto= of Forwarded; empty when absent
};

// The hops of X-Forwarded-For, or of Forwarded when that header is absent, in the order of the
// header: the nearest proxy wrote the last one. Items are found from the right, so that an open
// quote of the client cannot hide what a proxy has added after it.
std::vector<Hop> forwarded_hops(const Request& request);

// The items of X-Forwarded-Proto.
std::vector<std::string_view> forwarded_schemes(const Request& request);

// Parses "203.0.113.5", "203.0.113.5:49152", "2001:db8::1" and "[2001:db8::1]:443", also in quotes.
// A zone id is dropped. nullopt: "unknown", a hidden name ("_a1"), anything else.
std::optional<IpAddress> parse_hop_address(std::string_view text);

// Whether the request has a header that only proxies write.
bool came_by_proxy(const Request& request);

}  // namespace walkie::net

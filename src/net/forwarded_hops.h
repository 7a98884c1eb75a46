// What proxies write into X-Forwarded-For, X-Forwarded-Proto and Forwarded (RFC 7239), taken apart.
// Whom to believe is decided in forwarded.h. Pure; any thread; linear in the size of the headers.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "net/request.h"

namespace walkie::net {

// One party on the way, as text inside the request.
struct Hop {
  std::string_view address;  // for= of Forwarded, or an item of X-Forwarded-For; may be empty
  std::string_view scheme;   // proto= of Forwarded; empty when not said
};

// In the order of the headers: the nearest proxy wrote the last one. Those of X-Forwarded-For if
// the request has that header, otherwise those of Forwarded. Items are found from the right, so
// that a quote which a client leaves open spoils nothing that a proxy adds behind it.
std::vector<Hop> forwarded_hops(const Request& request);

// The items of X-Forwarded-Proto.
std::vector<std::string_view> forwarded_schemes(const Request& request);

// "203.0.113.5", "203.0.113.5:49152", "2001:db8::1", "[2001:db8::1]:443", each also in quotes and
// with a zone id, which is dropped. nullopt: "unknown", a hidden name ("_a1"), anything else.
std::optional<IpAddress> parse_hop_address(std::string_view text);

// Some proxy had this request in its hands: it has a header that only proxies write.
bool came_by_proxy(const Request& request);

}  // namespace walkie::net

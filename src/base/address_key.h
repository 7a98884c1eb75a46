// The key of a client's address in every limit. A client has one key, however its address is
// written:
//
//   "203.0.113.5"               → "203.0.113.5"
//   "::ffff:203.0.113.5"        → "203.0.113.5"        IPv4-mapped (RFC 4291 2.5.5.2)
//   "2001:DB8:0:1:0::9"         → "2001:db8:0:1::/64"  one subscriber has at least a /64 (RFC 6177)
//   "2002:cb00:7105::1"         → "203.0.113.5"        6to4 (RFC 3056): a /48 for each IPv4 address
//   "fe80::1%eth0", "[fe80::1]" → "fe80::/64"          without zone and brackets
//   anything else               → "unknown"            all of these share one bucket
//
// Pure; any thread. Never longer than 43 bytes, whatever comes in.
#pragma once

#include <string>
#include <string_view>

namespace walkie {

std::string address_key(std::string_view address);

// Whether the key is that of this machine. Many clients may come from there (a proxy, a tunnel), so
// limits by address do not count it.
bool is_loopback_key(std::string_view key);

}  // namespace walkie

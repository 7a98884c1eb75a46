// IP addresses and blocks of them, as a setting, a URL or a proxy's header writes them.
//
// Values; pure; any thread. Nothing is looked up: a name is not an address. Every parser is strict:
// the whole text or nothing, no zone id ("fe80::1%eth0"), no NUL, no short or octal IPv4 forms.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace walkie {

struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};  // IPv4 as ::ffff:a.b.c.d (RFC 4291 2.5.5.2)

  // "203.0.113.5", "2001:db8::1", "::ffff:203.0.113.5" (which is IPv4); without brackets.
  static std::optional<IpAddress> parse(std::string_view text);

  bool v4() const;
  bool loopback() const;  // 127.0.0.0/8, ::1
  // Canonical: IPv4 dotted; IPv6 as RFC 5952 and the URL standard have it, without brackets.
  std::string text() const;

  bool operator==(const IpAddress&) const = default;
};

// "10.0.0.0/8", "2001:db8::/32", or one address.
struct AddressBlock {
  IpAddress first;
  int bits = 128;  // of the 128 of IpAddress::bytes

  // An error that says what is wrong: no address, bits out of range, bits set beyond the prefix, a
  // block that holds every address.
  static Result<AddressBlock> parse(std::string_view text);

  bool contains(const IpAddress& address) const;
};

}  // namespace walkie

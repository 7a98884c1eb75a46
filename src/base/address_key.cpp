#include "base/address_key.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/ip_address.h"

namespace walkie {
namespace {

constexpr std::string_view kUnknown = "unknown";

// Without brackets and zone.
std::string_view bare(std::string_view address) {
  if (address.size() >= 2 && address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  }
  const bool v6 = address.find(':') != std::string_view::npos;
  return v6 ? address.substr(0, address.find('%')) : address;
}

// 6to4 (RFC 3056): the IPv4 address stands behind 2002::/16.
std::optional<IpAddress> inside_6to4(const IpAddress& address) {
  if (address.bytes[0] != 0x20 || address.bytes[1] != 0x02) return std::nullopt;
  IpAddress inside;
  inside.bytes[10] = inside.bytes[11] = 0xff;
  std::copy_n(address.bytes.begin() + 2, 4, inside.bytes.begin() + 12);
  return inside;
}

}  // namespace

std::string address_key(std::string_view text) {
  auto address = IpAddress::parse(bare(text));
  if (!address) return std::string(kUnknown);
  if (const auto inside = inside_6to4(*address)) return inside->text();
  // The loopback is one host, not a network.
  if (address->v4() || address->loopback()) return address->text();
  std::fill(address->bytes.begin() + 8, address->bytes.end(), std::uint8_t{0});
  return address->text() + "/64";
}

bool is_loopback_key(std::string_view key) { return key.starts_with("127.") || key == "::1"; }

}  // namespace walkie

#include "net/forwarded.h"

#include <arpa/inet.h>

#include <charconv>
#include <optional>

#include "net/ascii.h"

namespace walkie::net {

namespace {

using Address = std::array<std::uint8_t, 16>;

std::optional<Address> parse_address(std::string_view text) {
  if (text.size() >= 2 && text.front() == '[' && text.back() == ']') {
    text = text.substr(1, text.size() - 2);
  }
  std::string copy(text);
  Address address{};
  if (::inet_pton(AF_INET6, copy.c_str(), address.data()) == 1) return address;
  address[10] = address[11] = 0xff;
  if (::inet_pton(AF_INET, copy.c_str(), address.data() + 12) == 1) return address;
  return std::nullopt;
}

bool within(const Address& address, const Address& block, int bits) {
  for (int i = 0; i < 16 && bits > 0; ++i, bits -= 8) {
    auto mask = static_cast<std::uint8_t>(bits >= 8 ? 0xff : 0xff << (8 - bits));
    auto at = static_cast<std::size_t>(i);
    if ((address[at] & mask) != (block[at] & mask)) return false;
  }
  return true;
}

}  // namespace

bool TrustedProxies::add(std::string_view block) {
  std::size_t slash = std::min(block.find('/'), block.size());
  auto address = parse_address(block.substr(0, slash));
  if (!address) return false;
  bool v4 = block.substr(0, slash).find(':') == std::string_view::npos;
  int width = v4 ? 32 : 128;
  int bits = width;
  if (slash < block.size()) {
    std::string_view digits = block.substr(slash + 1);
    auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return false;
    if (bits < 0 || bits > width) return false;
  }
  blocks_.push_back({*address, v4 ? bits + 96 : bits});
  return true;
}

bool TrustedProxies::trusts(std::string_view text) const {
  if (blocks_.empty()) return false;
  auto address = parse_address(text);
  if (!address) return false;
  return std::any_of(blocks_.begin(), blocks_.end(), [&address](const Block& block) {
    return within(*address, block.address, block.bits);
  });
}

TrustedProxies::Client TrustedProxies::client_of(const Request& request, const std::string& peer,
                                                 bool peer_secure) const {
  Client client{peer, peer_secure};
  if (!trusts(peer)) return client;
  std::vector<std::string_view> hops;
  for (std::size_t i = 0; i < request.header_count(); ++i) {
    auto field = request.header_at(i);
    if (!equal_ignoring_case(field.first, "x-forwarded-for")) continue;
    each_in_list(field.second, ',', [&hops](std::string_view hop) { hops.push_back(hop); });
  }
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    if (!parse_address(*hop)) break;
    client.address = *hop;
    if (!trusts(*hop)) break;
  }
  std::string_view scheme = request.header("X-Forwarded-Proto");
  if (!scheme.empty()) client.secure = equal_ignoring_case(scheme, "https");
  return client;
}

}  // namespace walkie::net

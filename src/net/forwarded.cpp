#include "net/forwarded.h"

#include <optional>

#include "base/ip_address.h"
#include "net/forwarded_hops.h"
#include "net/tokens.h"

namespace walkie::net {

namespace {

// Whether the scheme is https; nullopt: neither http nor https.
std::optional<bool> is_secure(std::string_view scheme) {
  if (equal_ignoring_case(scheme, "https") || equal_ignoring_case(scheme, "wss")) return true;
  if (equal_ignoring_case(scheme, "http") || equal_ignoring_case(scheme, "ws")) return false;
  return std::nullopt;
}

// X-Forwarded-Proto. When proxies append to it, it has one scheme for each address. When they do
// not, the first scheme is the client's.
std::optional<bool> scheme_of(const std::vector<std::string_view>& schemes, std::size_t hops,
                              std::size_t hop) {
  if (schemes.empty()) return std::nullopt;
  return is_secure(schemes[schemes.size() == hops ? hop : 0]);
}

}  // namespace

bool TrustedProxies::add(std::string_view text) {
  const auto block = AddressBlock::parse(text);
  if (!block) return false;
  blocks_.push_back({block->first.bytes, block->bits});
  return true;
}

bool TrustedProxies::trusts(std::string_view text) const {
  if (blocks_.empty()) return false;
  const auto address = IpAddress::parse(text);
  if (!address) return false;
  return std::any_of(blocks_.begin(), blocks_.end(), [&address](const Block& block) {
    return AddressBlock{IpAddress{block.address}, block.bits}.contains(*address);
  });
}

TrustedProxies::Client TrustedProxies::client_of(const Request& request, const std::string& peer,
                                                 bool peer_secure) const {
  Client client{peer, peer_secure};
  if (!trusts(peer)) return client;
  const std::vector<Hop> hops = forwarded_hops(request);
  std::size_t chosen = hops.size();
  for (std::size_t at = hops.size(); at-- > 0;) {
    const auto address = parse_hop_address(hops[at].address);
    if (!address) break;  // "unknown", a hidden name, malformed
    client.address = address->text();
    chosen = at;
    if (!trusts(client.address)) break;
  }
  std::optional<bool> secure;
  if (chosen < hops.size()) secure = is_secure(hops[chosen].scheme);
  if (!secure) secure = scheme_of(forwarded_schemes(request), hops.size(), chosen);
  client.secure = secure.value_or(peer_secure);
  return client;
}

}  // namespace walkie::net

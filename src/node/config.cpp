#include "node/config.h"

#include <fmt/format.h>

#include "base/address_share.h"
#include "base/decimal.h"
#include "base/host_port.h"
#include "base/ip_address.h"
#include "base/log.h"
#include "base/origin.h"

namespace walkie {
namespace {

Error bad(std::string field, std::string detail) {
  return {.code = Code::bad_request,
          .reason = "bad_setting",
          .detail = fmt::format("{}: {}", field, detail),
          .field = field};
}

// Writes the canonical form.
Result<void> check_public_url(std::string& url) {
  if (url.empty()) return {};
  const auto origin = Origin::parse(url);
  if (!origin) return bad("public_url", origin.error().detail);
  url = origin->text();
  return {};
}

Result<void> check_sites(std::vector<std::string>& sites) {
  for (auto& site : sites) {
    const auto origin = parse_site(site);
    if (!origin) return bad("allowed_origins", origin.error().detail);
    site = origin->text();
  }
  return {};
}

// The largest networks have less than a hundredth of all addresses. A list with a quarter of them
// trusts strangers, whatever its single blocks look like.
constexpr double most_trusted = 0.25;

Result<void> check_proxies(const std::vector<std::string>& texts) {
  std::vector<AddressBlock> blocks;
  for (const auto& text : texts) {
    const auto block = AddressBlock::parse(text);
    if (!block) return bad("trusted_proxies", block.error().detail);
    blocks.push_back(*block);
  }
  const AddressShare share = share_of(blocks);
  if (share.v4 < most_trusted && share.v6 < most_trusted) return {};
  const bool v4 = share.v4 >= most_trusted;
  return bad("trusted_proxies",
             fmt::format("holds {:.0f} % of all IPv{} addresses, so that anybody could choose an "
                         "address; name those that the proxy connects from",
                         100 * (v4 ? share.v4 : share.v6), v4 ? 4 : 6));
}

}  // namespace

Result<Address> parse_address(std::string_view text) {
  const auto parts = split_host_port(text);
  if (!parts || !parts->port) {
    return bad("listen", "must be ADDRESS:PORT; an IPv6 address needs brackets, like [::1]:8080");
  }
  const bool named = parts->host == "localhost" && !parts->bracketed;
  const std::string_view host = named ? "127.0.0.1" : parts->host;
  const bool v6 = host.find(':') != std::string_view::npos;
  if (!IpAddress::parse(host) || parts->bracketed != v6) {
    return bad("listen", fmt::format("{:?} is not an IP address (127.0.0.1, 0.0.0.0, [::1] …)",
                                     parts->host.substr(0, 100)));
  }
  const auto port = decimal_from<std::uint16_t>(*parts->port);
  if (!port) {
    return bad("listen",
               fmt::format("{:?} is not a port from 0 to 65535", parts->port->substr(0, 100)));
  }
  return Address{std::string(host), *port};
}

std::string socket_text(const Address& address, std::uint16_t port) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", v6 ? "[" : "", address.host, v6 ? "]" : "", port);
}

bool beyond_loopback(const Address& address) {
  const auto parsed = IpAddress::parse(address.host);
  return !parsed || !parsed->loopback();
}

Result<void> check(Config& config) {
  const auto address = parse_address(config.listen);
  if (!address) return address.error();
  if (config.tls_certificate.empty() != config.tls_key.empty()) {
    return bad("tls_certificate", "set both tls_certificate and tls_key, or neither");
  }
  if (auto url = check_public_url(config.public_url); !url) return url;
  if (auto sites = check_sites(config.allowed_origins); !sites) return sites;
  if (auto proxies = check_proxies(config.trusted_proxies); !proxies) return proxies;
  if (config.behind_proxy && config.trusted_proxies.empty()) {
    return bad("trusted_proxies",
               "behind_proxy needs the addresses that the proxy connects from, like "
               "[\"127.0.0.1\", \"::1\"]; without them all visitors count as one address");
  }
  if (!level_from(config.log_level)) {
    return bad("log_level",
               fmt::format("\"{}\" is not debug, info, warn, error or off", config.log_level));
  }
  if (config.log_format != "text" && config.log_format != "json") {
    return bad("log_format", fmt::format("\"{}\" is not text or json", config.log_format));
  }
  if (config.limits.drain_spread_min_ms > config.limits.drain_spread_max_ms) {
    return bad("limits.drain_spread_min_ms", "is more than limits.drain_spread_max_ms");
  }
  return {};
}

std::string base_url(const Config& config, std::uint16_t port) {
  if (!config.public_url.empty()) return config.public_url;
  const auto address = parse_address(config.listen);
  std::string host = address ? address->host : "127.0.0.1";
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  const bool secure = !config.tls_certificate.empty();
  const std::string authority = fmt::format("{}:{}", host, port);
  const auto origin = Origin::of_host(secure, authority);
  return origin ? origin->text() : (secure ? "https://" : "http://") + authority;
}

}  // namespace walkie

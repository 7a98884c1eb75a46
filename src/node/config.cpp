#include "node/config.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <charconv>

#include "base/log.h"

namespace walkie {
namespace {

Error bad(std::string field, std::string detail) {
  return {.code = Code::bad_request,
          .reason = "bad_setting",
          .detail = fmt::format("{}: {}", field, detail),
          .field = field};
}

bool is_ip_address(const std::string& text) {
  in6_addr space{};
  return ::inet_pton(AF_INET, text.c_str(), &space) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), &space) == 1;
}

}  // namespace

Result<Address> parse_address(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad("listen", "wants ADDRESS:PORT");
  auto host = std::string(text.substr(0, colon));
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  if (host == "localhost") host = "127.0.0.1";
  if (!is_ip_address(host)) {
    return bad("listen",
               fmt::format("\"{}\" is not an IP address (127.0.0.1, 0.0.0.0, [::1] …)", host));
  }
  const auto digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (failed != std::errc() || end != digits.data() + digits.size()) {
    return bad("listen", fmt::format("\"{}\" is not a port from 0 to 65535", digits));
  }
  return Address{host, port};
}

bool beyond_loopback(const Address& address) {
  return !address.host.starts_with("127.") && address.host != "::1";
}

Result<void> check(const Config& config) {
  const auto address = parse_address(config.listen);
  if (!address) return address.error();
  if (config.tls_certificate.empty() != config.tls_key.empty()) {
    return bad("tls_certificate", "tls_certificate and tls_key are set together or not at all");
  }
  if (!config.public_url.empty() && !config.public_url.starts_with("http://") &&
      !config.public_url.starts_with("https://")) {
    return bad("public_url", "begins with http:// or https://");
  }
  for (const auto& origin : config.allowed_origins) {
    const bool scheme = origin.starts_with("http://") || origin.starts_with("https://");
    if (!scheme || origin.ends_with('/')) {
      return bad("allowed_origins",
                 fmt::format("\"{}\" is not an origin like https://shop.example", origin));
    }
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
  if (!config.public_url.empty()) {
    return config.public_url.ends_with('/')
               ? config.public_url.substr(0, config.public_url.size() - 1)
               : config.public_url;
  }
  const auto address = parse_address(config.listen);
  std::string host = address ? address->host : "127.0.0.1";
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return fmt::format("{}://{}:{}", config.tls_certificate.empty() ? "http" : "https", host, port);
}

}  // namespace walkie

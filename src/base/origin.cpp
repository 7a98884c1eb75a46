#include "base/origin.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/host_name.h"

namespace walkie {
namespace {

constexpr std::size_t kLongest = 1000;
constexpr std::size_t kShown = 100;

Error bad_origin(std::string_view text, std::string_view why) {
  return {.code = Code::bad_request,
          .reason = "bad_origin",
          .detail = fmt::format("{:?} is not an origin like https://shop.example: it {}",
                                text.substr(0, kShown), why)};
}

// What stands behind the host: nothing, or ":PORT". nullopt: neither.
std::optional<std::uint16_t> port_of(std::string_view rest, std::uint16_t standard) {
  if (rest.empty()) return standard;
  const auto port = decimal_from<std::uint16_t>(rest.substr(1));
  return rest.front() == ':' && port.value_or(0) != 0 ? port : std::nullopt;
}

// What is wrong with it as a whole; empty: nothing yet.
std::string_view unfit(std::string_view text) {
  if (text.empty()) return "is empty";
  if (text.size() > kLongest) return "is too long";
  if (text == "*") return "stands for every site; name each one";
  if (text == "null") return "is what browsers send for pages without an origin, from anywhere";
  const bool blank =
      std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
  if (blank) return "has a space or a control character";
  return {};
}

}  // namespace

Result<Origin> Origin::parse(std::string_view text) {
  if (const auto why = unfit(text); !why.empty()) return bad_origin(text, why);
  const bool secure = starts_with_ignoring_case(text, "https://");
  if (!secure && !starts_with_ignoring_case(text, "http://")) {
    return bad_origin(text, "does not begin with http:// or https://");
  }
  std::string_view authority = text.substr(secure ? 8 : 7);
  if (authority.ends_with('/')) authority.remove_suffix(1);
  if (authority.find_first_of("/\\?#") != std::string_view::npos) {
    return bad_origin(text, "has more than scheme, host and port");
  }
  if (authority.find('@') != std::string_view::npos) {
    return bad_origin(text, "has a user name");
  }
  auto origin = of_host(secure, authority);
  if (!origin) return bad_origin(text, origin.error().detail);
  return origin;
}

Result<Origin> Origin::of_host(bool secure, std::string_view authority) {
  const std::size_t bracket = authority.find(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const std::size_t end = std::min(colon, authority.size());
  auto host = canonical_host(authority.substr(0, end));
  if (!host) return host.error();
  const auto port = port_of(authority.substr(end), secure ? 443 : 80);
  if (!port) {
    return Error{.code = Code::bad_request,
                 .reason = "bad_port",
                 .detail = "has no port from 1 to 65535 after the colon"};
  }
  Origin origin;
  origin.secure_ = secure;
  origin.port_ = *port;
  origin.text_ = (secure ? "https://" : "http://") + *host;
  if (!origin.has_default_port()) origin.text_ += fmt::format(":{}", *port);
  origin.host_ = std::move(*host);
  return origin;
}

Result<Origin> parse_site(std::string_view text) {
  auto origin = Origin::parse(text);
  if (origin && origin->host().starts_with('[')) {
    return bad_origin(text, "is an IPv6 address, which a page's policy cannot name; use a name");
  }
  return origin;
}

}  // namespace walkie

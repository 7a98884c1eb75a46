#include "base/host_name.h"

#include <fmt/format.h>
#include <idn2.h>

#include <algorithm>
#include <memory>

#include "base/ascii.h"
#include "base/ip_address.h"

namespace walkie {
namespace {

constexpr std::size_t kLongestHost = 253;  // RFC 1035, in text without the last dot
constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestInput = 1000;  // before it becomes punycode

Error bad_host(std::string detail) {
  return {.code = Code::bad_request, .reason = "bad_host", .detail = std::move(detail)};
}

Result<std::string> ipv6_host(std::string_view host) {
  const bool whole = host.size() > 2 && host.back() == ']';
  const auto inner = whole ? host.substr(1, host.size() - 2) : std::string_view();
  if (inner.find('%') != std::string_view::npos) return bad_host("has a zone id");
  const auto address = IpAddress::parse(inner);
  if (!address || inner.find(':') == std::string_view::npos) {
    return bad_host("has no IPv6 address in its brackets");
  }
  if (!address->v4()) return "[" + address->text() + "]";
  // The URL standard never writes the last pieces dotted.
  const auto& bytes = address->bytes;
  return fmt::format("[::ffff:{:x}:{:x}]", bytes[12] << 8 | bytes[13], bytes[14] << 8 | bytes[15]);
}

// Punycode and lower case; ASCII without "xn--" is left to lower().
Result<std::string> to_ascii(std::string_view host) {
  std::string text(host);
  std::transform(text.begin(), text.end(), text.begin(), lower);
  const bool plain = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (plain && text.find("xn--") == std::string::npos) return text;
  if (text.find('\0') != std::string::npos) return bad_host("has a NUL byte");
  std::uint8_t* found = nullptr;
  const int code = ::idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(text.c_str()), &found,
                                    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  if (code != IDN2_OK) {
    return bad_host(fmt::format("is not an international domain name ({})", ::idn2_strerror(code)));
  }
  const std::unique_ptr<std::uint8_t, decltype(&::idn2_free)> owner(found, &::idn2_free);
  return std::string(reinterpret_cast<const char*>(found));
}

Result<void> check_label(std::string_view label) {
  if (label.empty()) return bad_host("has an empty part between dots");
  if (label.size() > kLongestLabel) return bad_host("has a part of more than 63 characters");
  const bool good = std::all_of(label.begin(), label.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_';
  });
  if (!good) return bad_host("has a character that no host name has");
  if (label.front() == '-' || label.back() == '-') {
    return bad_host("has a part that begins or ends with a hyphen");
  }
  return {};
}

// The URL standard takes a host for IPv4 as soon as its last part is a number.
bool looks_like_ipv4(std::string_view last) {
  if (last.starts_with("0x")) {
    return std::all_of(last.begin() + 2, last.end(),
                       [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
  }
  return std::all_of(last.begin(), last.end(), is_digit);
}

}  // namespace

Result<std::string> canonical_host(std::string_view host) {
  if (host.empty()) return bad_host("has no host");
  if (host.size() > kLongestInput) return bad_host("has a host that is too long");
  if (host.front() == '[') return ipv6_host(host);
  if (host.find('*') != std::string_view::npos) {
    return bad_host("has a wildcard; name each host, there are no wildcards");
  }
  auto ascii = to_ascii(host);
  if (!ascii) return ascii;
  if (ascii->size() > kLongestHost) return bad_host("has a host of more than 253 characters");
  if (ascii->ends_with('.')) return bad_host("ends with a dot");
  std::string_view rest = *ascii;
  std::string_view label;
  while (!rest.empty()) {
    label = rest.substr(0, rest.find('.'));
    if (auto checked = check_label(label); !checked) return checked.error();
    rest.remove_prefix(std::min(rest.size(), label.size() + 1));
  }
  if (ascii->starts_with('.')) return bad_host("has an empty part between dots");
  if (looks_like_ipv4(label)) {
    const auto address = IpAddress::parse(*ascii);
    if (!address) return bad_host("has a number for its last part and is no IPv4 address");
    return address->text();
  }
  return ascii;
}

}  // namespace walkie

// Origin: where a page comes from, as a browser writes it into its Origin header: scheme, host and
// port (RFC 6454; the URL standard's serialisation). Parsed once into this one form, which is what
// is stored, compared and put into headers:
//
//   "https://Shop.Example:443/"  → "https://shop.example"
//   "https://bücher.example"     → "https://xn--bcher-kva.example"   (UTS 46, as browsers do)
//   "http://[::0001]:8080"       → "http://[::1]:8080"
//
// What a browser never sends, so that it could never match, is refused with a sentence: "*",
// "null", other schemes, user names, paths, wildcards (decision 0083), trailing dots, short IPv4
// forms, ports out of range. Values; pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace walkie {

class Origin {
 public:
  // At most 1,000 bytes are looked at. One "/" at the end is dropped, as in an address bar.
  static Result<Origin> parse(std::string_view text);
  // For a Host header ("chat.example:8443", "[::1]:8080").
  static Result<Origin> of_host(bool secure, std::string_view authority);

  const std::string& text() const { return text_; }  // ASCII; safe inside any header
  const std::string& host() const { return host_; }  // "shop.example", "127.0.0.1", "[::1]"
  bool secure() const { return secure_; }            // https
  std::uint16_t port() const { return port_; }
  bool has_default_port() const { return port_ == (secure_ ? 443 : 80); }

  bool operator==(const Origin& other) const { return text_ == other.text_; }

 private:
  Origin() = default;

  std::string text_;
  std::string host_;
  std::uint16_t port_ = 0;
  bool secure_ = false;
};

// A site that may embed the widget. As Origin::parse, but an IPv6 address is refused: a
// Content-Security-Policy cannot name one.
Result<Origin> parse_site(std::string_view text);

}  // namespace walkie

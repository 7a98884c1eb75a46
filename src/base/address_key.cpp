#include "base/address_key.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace walkie {
namespace {

constexpr std::size_t kLongest = INET6_ADDRSTRLEN;
constexpr std::string_view kUnknown = "unknown";

std::string v4_text(const std::uint8_t* bytes) {
  std::array<char, INET_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET, bytes, text.data(), text.size());
  return text.data();
}

// Without brackets and zone.
std::string_view bare(std::string_view address) {
  if (address.size() >= 2 && address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  }
  const bool v6 = address.find(':') != std::string_view::npos;
  return v6 ? address.substr(0, address.find('%')) : address;
}

bool has_prefix(const std::array<std::uint8_t, 16>& bytes,
                std::initializer_list<std::uint8_t> prefix) {
  return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

}  // namespace

std::string address_key(std::string_view address) {
  address = bare(address);
  // A NUL would end the text for inet_pton, and two texts would be one.
  if (address.size() >= kLongest || address.find('\0') != std::string_view::npos) {
    return std::string(kUnknown);
  }
  const std::string text(address);
  std::array<std::uint8_t, 16> bytes{};
  if (::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return v4_text(bytes.data());
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::string(kUnknown);
  if (has_prefix(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) {
    return v4_text(bytes.data() + 12);
  }
  if (has_prefix(bytes, {0x20, 0x02})) return v4_text(bytes.data() + 2);
  // The loopback is one host, not a network.
  if (has_prefix(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})) return "::1";
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> network{};
  ::inet_ntop(AF_INET6, bytes.data(), network.data(), network.size());
  return std::string(network.data()) + "/64";
}

bool is_loopback_key(std::string_view key) { return key.starts_with("127.") || key == "::1"; }

}  // namespace walkie

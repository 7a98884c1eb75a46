#include "base/ip_address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"

namespace walkie {
namespace {

constexpr int kMappedBits = 96;  // of ::ffff:0:0/96

Error bad_block(std::string_view text, std::string_view why) {
  return {.code = Code::bad_request,
          .reason = "bad_address",
          .detail = fmt::format("{:?} {}", text.substr(0, 100), why)};
}

IpAddress masked(const IpAddress& address, int bits) {
  IpAddress first = address;
  for (std::size_t at = 0; at < first.bytes.size(); ++at) {
    const int left = std::clamp(bits - static_cast<int>(at) * 8, 0, 8);
    first.bytes[at] &= static_cast<std::uint8_t>(0xff << (8 - left));
  }
  return first;
}

// The longest run of two or more zero pieces, the first of equals (RFC 5952 4.2): [begin, end).
std::pair<std::size_t, std::size_t> longest_zeros(const std::array<unsigned, 8>& pieces) {
  std::pair<std::size_t, std::size_t> best{8, 8};
  for (std::size_t begin = 0; begin < 8; ++begin) {
    std::size_t end = begin;
    while (end < 8 && pieces[end] == 0)
      ++end;
    if (end - begin >= 2 && end - begin > best.second - best.first) best = {begin, end};
  }
  return best;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  // A NUL would end the text for inet_pton, and two texts would be one.
  if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string copy(text);
  IpAddress address;
  if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
  address.bytes = {};
  address.bytes[10] = address.bytes[11] = 0xff;
  if (::inet_pton(AF_INET, copy.c_str(), address.bytes.data() + 12) == 1) return address;
  return std::nullopt;
}

bool IpAddress::v4() const {
  return std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; }) &&
         bytes[10] == 0xff && bytes[11] == 0xff;
}

bool IpAddress::loopback() const {
  if (v4()) return bytes[12] == 127;
  return std::all_of(bytes.begin(), bytes.end() - 1, [](auto byte) { return byte == 0; }) &&
         bytes[15] == 1;
}

std::string IpAddress::text() const {
  if (v4()) return fmt::format("{}.{}.{}.{}", bytes[12], bytes[13], bytes[14], bytes[15]);
  std::array<unsigned, 8> pieces{};
  for (std::size_t at = 0; at < 8; ++at)
    pieces[at] = static_cast<unsigned>(bytes[at * 2] << 8 | bytes[at * 2 + 1]);
  const auto [begin, end] = longest_zeros(pieces);
  std::string text;
  for (std::size_t at = 0; at < 8; ++at) {
    if (at == begin) text += "::";
    if (at >= begin && at < end) continue;
    if (!text.empty() && text.back() != ':') text += ':';
    text += fmt::format("{:x}", pieces[at]);
  }
  return text;
}

Result<AddressBlock> AddressBlock::parse(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string_view written = text.substr(0, slash);
  const auto address = IpAddress::parse(written);
  if (!address) {
    return bad_block(text,
                     "is not an IP address or a block like 10.0.0.0/8; names are not "
                     "looked up");
  }
  if (slash == text.size()) return AddressBlock{*address, 128};
  const bool dotted = written.find(':') == std::string_view::npos;
  const int width = dotted ? 32 : 128;
  const std::string_view digits = text.substr(slash + 1);
  const int bits = decimal_from<int>(digits).value_or(-1);
  if (bits < 0 || bits > width) {
    return bad_block(text, fmt::format("must have 1 to {} bits after the slash", width));
  }
  const int all = dotted ? bits + kMappedBits : bits;
  if (bits == 0 || (address->v4() && all <= kMappedBits)) {
    return bad_block(text, "holds every address");
  }
  const IpAddress first = masked(*address, all);
  if (first != *address) {
    return bad_block(text, fmt::format("has bits set beyond /{}: either {}/{}, or the one address",
                                       bits, first.text(), bits));
  }
  return AddressBlock{first, all};
}

bool AddressBlock::contains(const IpAddress& address) const {
  return masked(address, bits) == first;
}

}  // namespace walkie

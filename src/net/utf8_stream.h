// Utf8Stream: tells valid UTF-8 (RFC 3629) piece by piece, and refuses at the first byte that
// cannot be part of any valid text: RFC 6455 8.1 wants a bad text frame to fail fast.
#pragma once

#include <cstdint>
#include <string_view>

namespace walkie::net {

class Utf8Stream {
 public:
  // False: invalid, and stays so.
  bool feed(std::string_view bytes);
  // Whether the text may end here.
  bool complete() const { return needed_ == 0; }

 private:
  std::uint8_t needed_ = 0;   // continuation bytes still to come
  std::uint8_t low_ = 0x80;   // what the next one must be at least …
  std::uint8_t high_ = 0xbf;  // … and at most: overlongs, surrogates and > U+10FFFF fall out here
};

bool valid_utf8(std::string_view bytes);

}  // namespace walkie::net

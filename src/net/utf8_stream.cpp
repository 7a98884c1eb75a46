#include "net/utf8_stream.h"

#include <cstring>

namespace walkie::net {

bool Utf8Stream::feed(std::string_view bytes) {
  const char* at = bytes.data();
  const char* end = at + bytes.size();
  while (at != end) {
    if (needed_ == 0) {
      // Eight ASCII bytes at a time: most text is.
      while (end - at >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        if ((word & 0x8080808080808080U) != 0) break;
        at += 8;
      }
      if (at == end) break;
    }
    auto byte = static_cast<std::uint8_t>(*at++);
    if (needed_ > 0) {
      if (byte < low_ || byte > high_) return false;
      --needed_;
      low_ = 0x80;
      high_ = 0xbf;
    } else if (byte >= 0x80) {
      if (byte < 0xc2 || byte > 0xf4) return false;
      needed_ = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
      if (byte == 0xe0) low_ = 0xa0;
      if (byte == 0xed) high_ = 0x9f;
      if (byte == 0xf0) low_ = 0x90;
      if (byte == 0xf4) high_ = 0x8f;
    }
  }
  return true;
}

bool valid_utf8(std::string_view bytes) {
  Utf8Stream stream;
  return stream.feed(bytes) && stream.complete();
}

}  // namespace walkie::net

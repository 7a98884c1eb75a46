// Inflates as a receiver does that keeps no more than the agreed window (RFC 7692 7.1.2).
#pragma once

#include <zlib.h>

#include <optional>
#include <string>
#include <string_view>

namespace walkie::testing {

// `data` is a message without its tail; window_bits: 8..15. nullopt: not deflate data, or it looks
// further back than the window. zlib sees that only of what it has handed out, so it hands out a
// byte at a time.
inline std::optional<std::string> narrow_inflate(std::string_view data, int window_bits) {
  std::string in(data);
  in.append("\x00\x00\xff\xff", 4);
  z_stream z{};
  if (inflateInit2(&z, -window_bits) != Z_OK) return std::nullopt;
  z.next_in = reinterpret_cast<Bytef*>(in.data());
  z.avail_in = static_cast<uInt>(in.size());
  std::string out;
  int result = Z_OK;
  while (result == Z_OK) {
    char byte = 0;
    z.next_out = reinterpret_cast<Bytef*>(&byte);
    z.avail_out = 1;
    result = inflate(&z, Z_SYNC_FLUSH);
    if (z.avail_out == 1) break;
    out.push_back(byte);
  }
  inflateEnd(&z);
  if (result != Z_OK && result != Z_BUF_ERROR) return std::nullopt;
  return out;
}

}  // namespace walkie::testing

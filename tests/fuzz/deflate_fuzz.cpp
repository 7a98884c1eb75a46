// permessage-deflate. Any bytes that a peer calls compressed must not crash us or grow beyond the
// cap. What we compress must come back, in every window, with a reader that keeps that window only.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/deflate.h"
#include "tests/support/narrow_inflate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  constexpr std::size_t kMost = 64 * 1024;
  static walkie::net::Deflate deflate;  // as in a loop: used by all, kept between messages
  const int window_bits = 8 + data[0] % 8;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);

  bool too_big = false;
  auto foreign = deflate.inflate(bytes, kMost, too_big);
  if (foreign && (foreign->size() > kMost || too_big)) std::abort();

  const walkie::SharedBytes message(bytes);
  const walkie::SharedBytes compressed = deflate.compress(message, window_bits);
  if (compressed.empty()) return 0;
  if (compressed.size() >= bytes.size()) std::abort();
  if (walkie::testing::narrow_inflate(compressed.view(), window_bits) != bytes) std::abort();
  auto back = deflate.inflate(compressed.view(), bytes.size(), too_big);
  if (!back || *back != bytes) std::abort();
  if (deflate.inflate(compressed.view(), bytes.size() - 1, too_big) || !too_big) std::abort();
  return 0;
}

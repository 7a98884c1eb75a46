// UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace walkie {

// Checks text that arrives in pieces. It fails at the first byte that cannot be part of valid text,
// as RFC 6455 8.1 asks of a text frame. Four bytes of state per stream.
class Utf8Validator {
 public:
  // False from the first bad byte on.
  bool feed(std::string_view bytes);
  // Whether the text may end here: the last code point is complete.
  bool complete() const { return ok_ && pending_ == 0; }
  bool ok() const { return ok_; }

 private:
  std::uint8_t pending_ = 0;  // continuation bytes still to come
  std::uint8_t low_ = 0x80;   // the range that the next one must lie in
  std::uint8_t high_ = 0xBF;
  bool ok_ = true;
};

bool utf8_valid(std::string_view text);

// The longest prefix of at most `bytes` bytes that does not cut a code point. `text` is valid.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes);

// The code point at the start of `text`, which is valid and not empty; `size` becomes the number of
// its bytes, at most what is there.
char32_t utf8_decode(std::string_view text, std::size_t& size);

// Whether the text has only code points that show nothing (base/invisible.h). `text` is valid.
bool utf8_blank(std::string_view text);

}  // namespace walkie

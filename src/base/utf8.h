// UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace walkie {

// Checks text that arrives in pieces and fails at the first byte that no continuation can save
// (RFC 6455 section 8.1 wants exactly that). One byte of state per stream beside the range.
class Utf8Validator {
 public:
  // False from the first bad byte on.
  bool feed(std::string_view bytes);
  // Whether what was fed so far is whole: no code point is left half said.
  bool complete() const { return ok_ && pending_ == 0; }
  bool ok() const { return ok_; }
  void reset() { *this = Utf8Validator(); }

 private:
  bool feed_one(unsigned char byte);

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

// Nothing but code points that show nothing (base/invisible.h): a message that nobody can see.
// `text` is valid.
bool utf8_blank(std::string_view text);

}  // namespace walkie

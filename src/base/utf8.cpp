#include "base/utf8.h"

#include <algorithm>
#include <cstring>

#include "base/invisible.h"

namespace walkie {
namespace {

// Length of the run of ASCII at the start, eight bytes at a time.
std::size_t ascii_run(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80)
    ++at;
  return at;
}

}  // namespace

bool Utf8Validator::feed(std::string_view bytes) {
  if (!ok_) return false;
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  while (at != end) {
    if (pending_ == 0) {
      at += ascii_run({at, static_cast<std::size_t>(end - at)});
      if (at == end) break;
    }
    const auto byte = static_cast<std::uint8_t>(*at++);
    if (pending_ > 0) {
      if (byte < low_ || byte > high_) return ok_ = false;
      --pending_;
      low_ = 0x80;
      high_ = 0xBF;
    } else {
      if (byte < 0xC2 || byte > 0xF4) return ok_ = false;
      pending_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
      if (byte == 0xE0) low_ = 0xA0;   // overlong below
      if (byte == 0xED) high_ = 0x9F;  // surrogates above
      if (byte == 0xF0) low_ = 0x90;   // overlong below
      if (byte == 0xF4) high_ = 0x8F;  // beyond U+10FFFF above
    }
  }
  return true;
}

bool utf8_valid(std::string_view text) {
  Utf8Validator validator;
  return validator.feed(text) && validator.complete();
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80)
    --bytes;
  return text.substr(0, bytes);
}

char32_t utf8_decode(std::string_view text, std::size_t& size) {
  const auto lead = static_cast<unsigned char>(text[0]);
  size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  size = std::min(size, text.size());
  if (size == 1) return lead;
  char32_t point = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    point = (point << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  return point;
}

bool utf8_blank(std::string_view text) {
  while (!text.empty()) {
    std::size_t size = 1;
    if (invisible_kind(utf8_decode(text, size)) == Invisible::no) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace walkie

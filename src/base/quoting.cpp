#include "base/quoting.h"

#include <cstdint>
#include <cstring>

#include "base/utf8.h"

namespace walkie {
namespace {

constexpr char hex[] = "0123456789abcdef";

// Bytes that need an escape inside a JSON string; everything else is copied in runs.
bool plain(unsigned char byte) { return byte >= 0x20 && byte != '"' && byte != '\\'; }

constexpr std::uint64_t each_byte(unsigned char byte) { return byte * 0x0101010101010101U; }

// Whether one of eight bytes may need an escape. It can be wrong only for bytes after one that
// does.
bool any_special(std::uint64_t bytes) {
  const std::uint64_t control = (bytes - each_byte(0x20)) & ~bytes;
  const std::uint64_t quote = bytes ^ each_byte('"');
  const std::uint64_t backslash = bytes ^ each_byte('\\');
  const std::uint64_t zero =
      ((quote - each_byte(1)) & ~quote) | ((backslash - each_byte(1)) & ~backslash);
  return ((control | zero) & each_byte(0x80)) != 0;
}

// The end of the plain bytes from `at` on. Reads eight bytes at a time, because almost all text is
// plain.
std::size_t end_of_plain(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  for (; at + sizeof bytes <= text.size(); at += sizeof bytes) {
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    if (any_special(bytes)) break;
  }
  while (at < text.size() && plain(static_cast<unsigned char>(text[at])))
    ++at;
  return at;
}

void append_code(std::string& out, unsigned char byte) {
  out += "\\u00";
  out += hex[byte >> 4];
  out += hex[byte & 15];
}

void append_escape(std::string& out, unsigned char byte) {
  switch (byte) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      append_code(out, byte);
  }
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0;;) {
    const std::size_t end = end_of_plain(text, at);
    out.append(text.data() + at, end - at);
    if (end == text.size()) break;
    append_escape(out, static_cast<unsigned char>(text[end]));
    at = end + 1;
  }
  out += '"';
}

void append_quoted_line(std::string& out, std::string_view text) {
  const bool valid = utf8_valid(text);
  out += '"';
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (!plain(byte)) {
      append_escape(out, byte);
    } else if (byte == 0x7F) {
      append_code(out, byte);
    } else if (byte >= 0x80 && !valid) {
      out += "\\ufffd";
    } else if (byte == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0) {
      append_code(out, static_cast<unsigned char>(text[++at]));  // C1 controls
    } else if (text.substr(at, 3) == "\xE2\x80\xA8" || text.substr(at, 3) == "\xE2\x80\xA9") {
      out += text[at + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      at += 2;
    } else {
      out += text[at];
    }
  }
  out += '"';
}

}  // namespace walkie

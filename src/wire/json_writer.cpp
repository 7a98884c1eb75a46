#include "wire/json_writer.h"

#include <charconv>
#include <cstring>

#include "base/assert.h"
#include "base/time_format.h"

namespace walkie::wire {
namespace {

constexpr char hex[] = "0123456789abcdef";

// Bytes that need an escape inside a JSON string; everything else is copied in runs.
bool plain(unsigned char byte) { return byte >= 0x20 && byte != '"' && byte != '\\'; }

constexpr std::uint64_t each_byte(unsigned char byte) { return byte * 0x0101010101010101U; }

// Whether one of eight bytes may need an escape. Says yes too often only after one that does.
bool any_special(std::uint64_t bytes) {
  const std::uint64_t control = (bytes - each_byte(0x20)) & ~bytes;
  const std::uint64_t quote = bytes ^ each_byte('"');
  const std::uint64_t backslash = bytes ^ each_byte('\\');
  const std::uint64_t zero =
      ((quote - each_byte(1)) & ~quote) | ((backslash - each_byte(1)) & ~backslash);
  return ((control | zero) & each_byte(0x80)) != 0;
}

// Where the run of plain bytes that starts at `at` ends: eight at a time, as a message's text is
// almost always plain.
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
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
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

void append_integer(std::string& out, std::int64_t value) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, end.ptr);
}

void append_time(std::string& out, WallTime time) {
  char text[time_length + 2];
  format_time(time, text + 1);
  text[0] = text[time_length + 1] = '"';
  out.append(text, sizeof text);
}

JsonWriter& JsonWriter::key(std::string_view name) {
  // In one append: an event has twenty keys, and each append has its price.
  char text[kLongestKey + 4];
  char* end = text;
  if (!first_) *end++ = ',';
  *end++ = '"';
  WALKIE_ASSERT(name.size() <= kLongestKey);
  std::memcpy(end, name.data(), name.size());
  end += name.size();
  *end++ = '"';
  *end++ = ':';
  out_.append(text, static_cast<std::size_t>(end - text));
  first_ = true;  // the value follows without a comma
  return *this;
}

}  // namespace walkie::wire

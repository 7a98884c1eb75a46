#include "wire/json_writer.h"

#include <charconv>

#include "base/time_format.h"

namespace walkie::wire {
namespace {

constexpr char hex[] = "0123456789abcdef";

// Bytes that need an escape inside a JSON string; everything else is copied in runs.
bool plain(unsigned char byte) { return byte >= 0x20 && byte != '"' && byte != '\\'; }

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
  std::size_t run = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (plain(byte)) continue;
    out.append(text, run, at - run);
    append_escape(out, byte);
    run = at + 1;
  }
  out.append(text, run);
  out += '"';
}

void append_integer(std::string& out, std::int64_t value) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, end.ptr);
}

void append_time(std::string& out, WallTime time) {
  char text[time_length];
  format_time(time, text);
  out += '"';
  out.append(text, sizeof text);
  out += '"';
}

}  // namespace walkie::wire

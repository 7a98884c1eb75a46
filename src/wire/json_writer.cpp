#include "wire/json_writer.h"

#include <charconv>
#include <cstring>

#include "base/assert.h"
#include "base/time_format.h"

namespace walkie::wire {

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
  // One append for each key: an event has twenty keys.
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

// Splits text into lines that end with '\n'. Pure; any thread.
#pragma once

#include <string_view>

namespace walkie {

// Takes the first line off `text`, without its '\n'. The last line need not have one.
inline std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace walkie

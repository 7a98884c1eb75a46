#include "net/header_lines.h"

#include <algorithm>
#include <iterator>

#include "net/tokens.h"

namespace walkie::net {

using namespace std::string_view_literals;

namespace {

constexpr std::size_t usual_bytes = 320;  // the fields of a usual answer

bool is_the_sessions(std::string_view name) {
  return equal_ignoring_case(name, "Content-Length"sv) || equal_ignoring_case(name, "Date"sv) ||
         equal_ignoring_case(name, "Transfer-Encoding"sv);
}

}  // namespace

std::size_t HeaderLines::find(std::string_view name) const {
  const std::string_view text = text_;
  for (std::size_t line = 0; line < text.size(); line = end_of(line)) {
    const std::string_view rest = text.substr(line);
    if (rest.size() > name.size() && rest[name.size()] == ':' &&
        equal_ignoring_case(rest.substr(0, name.size()), name)) {
      return line;
    }
  }
  return text.size();
}

void HeaderLines::set(std::string_view name, std::string_view value) {
  const std::size_t line = find(name);
  if (line < text_.size()) text_.erase(line, end_of(line) - line);
  add(name, value);
}

void HeaderLines::add(std::string_view name, std::string_view value) {
  if (is_the_sessions(name)) return;
  if (text_.empty()) text_.reserve(usual_bytes);
  text_.append(name).append(": "sv);
  if (find_control(value, 0) == value.size()) {
    text_.append(value);
  } else {
    std::copy_if(value.begin(), value.end(), std::back_inserter(text_),
                 [](char c) { return c != '\r' && c != '\n' && c != '\0'; });
  }
  text_.append("\r\n"sv);
}

std::string_view HeaderLines::get(std::string_view name) const {
  const std::size_t line = find(name);
  if (line == text_.size()) return {};
  const std::size_t value = line + name.size() + 2;
  return std::string_view(text_).substr(value, end_of(line) - 2 - value);
}

}  // namespace walkie::net

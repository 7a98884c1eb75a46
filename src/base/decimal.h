// Parses a whole number in decimal text. The text must be the number and nothing else: no space, no
// plus sign, a minus sign only for a signed type. Pure; any thread.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace walkie {

// nullopt: no number, or one that `Number` cannot hold.
template <class Number>
std::optional<Number> decimal_from(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

}  // namespace walkie

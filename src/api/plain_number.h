// The numbers of paths and queries, as openapi.yaml has them: "0", "17". One number has one text,
// so "017", "+17" and "-0" are none. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/decimal.h"

namespace walkie::api {

// nullopt: no such number, or one of more than 16 digits (ids and seqs have at most 16).
inline std::optional<std::int64_t> plain_number(std::string_view text) {
  constexpr std::size_t most_digits = 16;
  if (text.size() > most_digits || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  if (text.starts_with('-')) return std::nullopt;
  return decimal_from<std::int64_t>(text);
}

}  // namespace walkie::api

// Tokens and lists in the fields of HTTP (RFC 9110 5.6).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/ascii.h"

namespace walkie::net {

// The characters of a token: a method, a field name, an item of a list (RFC 9110 5.6.2).
inline constexpr auto token_chars = [] {
  std::array<bool, 256> table{};
  for (char c = '0'; c <= '9'; ++c)
    table[static_cast<unsigned char>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c)
    table[static_cast<unsigned char>(c)] = table[static_cast<unsigned char>(c - 32)] = true;
  for (char c : std::string_view("!#$%&'*+-.^_`|~"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();
constexpr bool is_token_char(char c) { return token_chars[static_cast<unsigned char>(c)]; }
constexpr bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

// The position of the first control character (below 0x20) from `at` on; text.size() if there is
// none. Reads eight bytes at a time, because a header section is mostly text.
inline std::size_t find_control(std::string_view text, std::size_t at) {
  constexpr std::uint64_t each = 0x0101010101010101U;
  std::uint64_t bytes = 0;
  for (; at + sizeof bytes <= text.size(); at += sizeof bytes) {
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    if (((bytes - each * 0x20) & ~bytes & each * 0x80) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x20)
    ++at;
  return at;
}

// Calls visit(item) for each item of a list, trimmed. Skips empty items.
template <class Visit>
void each_in_list(std::string_view list, char separator, Visit visit) {
  while (!list.empty()) {
    std::size_t end = std::min(list.find(separator), list.size());
    std::string_view item = trim(list.substr(0, end));
    if (!item.empty()) visit(item);
    list.remove_prefix(std::min(list.size(), end + 1));
  }
}

// The same, but separators inside quoted strings do not count. A backslash in a quoted string is an
// ordinary character, as in an entity tag. In a parameter the string may then end too early; at
// worst that splits one item of a list of preferences.
template <class Visit>
void each_outside_quotes(std::string_view list, char separator, Visit visit) {
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t at = 0; at <= list.size(); ++at) {
    if (at < list.size() && list[at] == '"') quoted = !quoted;
    if (at < list.size() && (quoted || list[at] != separator)) continue;
    std::string_view item = trim(list.substr(begin, at - begin));
    if (!item.empty()) visit(item);
    begin = at + 1;
  }
}

}  // namespace walkie::net

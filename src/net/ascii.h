// Small questions about bytes of protocol text. HTTP compares names in ASCII, never by locale.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace walkie::net {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

// RFC 9110 5.6.2: what a method, a field name or a list token is made of.
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

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

// Where the first control character (below 0x20) at or behind `at` stands; text.size() if none
// does. Eight bytes at a time: a header section is mostly text.
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

// Calls visit(item) for each item of a list, trimmed, empty ones left out.
template <class Visit>
void each_in_list(std::string_view list, char separator, Visit visit) {
  while (!list.empty()) {
    std::size_t end = std::min(list.find(separator), list.size());
    std::string_view item = trim(list.substr(0, end));
    if (!item.empty()) visit(item);
    list.remove_prefix(std::min(list.size(), end + 1));
  }
}

// The same, but a separator inside a quoted string separates nothing. A backslash there is an
// ordinary character: in an entity tag it means itself, in a parameter it may end a string early,
// which at worst splits one item of a list that only states wishes.
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

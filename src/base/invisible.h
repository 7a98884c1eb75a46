// Code points that show nothing: white space, joiners, and what is hidden. The table is made by
// scripts/invisible.mjs from Unicode properties and is the same in the SDK; protocol/invisible.json
// is the golden file of both. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace walkie {

enum class Invisible : std::uint8_t {
  no,      // it is seen
  space,   // white space that separates: Zs, TAB, LF, VT, FF, CR
  joiner,  // U+200C, U+200D and variation selectors: part of words and emoji, nothing alone
  hidden,  // controls, marks of direction, zero width, fillers, tags
};

Invisible invisible_kind(char32_t point);

// The text without its hidden code points; spaces and joiners stay. `text` is valid UTF-8.
std::string without_hidden(std::string_view text);

// Whether a hidden code point, a joiner or a space other than U+0020 is in it. `text` is valid.
bool has_invisible(std::string_view text);

}  // namespace walkie

#include "base/invisible.h"

#include <algorithm>

#include "base/invisible_table.h"
#include "base/utf8.h"

namespace walkie {

Invisible invisible_kind(char32_t point) {
  const auto* range =
      std::lower_bound(invisible_ranges.begin(), invisible_ranges.end(), point,
                       [](const InvisibleRange& each, char32_t at) { return each.last < at; });
  return range != invisible_ranges.end() && range->first <= point ? range->kind : Invisible::no;
}

std::string without_hidden(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t size = 1;
    const char32_t point = utf8_decode(text, size);
    if (invisible_kind(point) != Invisible::hidden) out.append(text.substr(0, size));
    text.remove_prefix(size);
  }
  return out;
}

bool has_invisible(std::string_view text) {
  while (!text.empty()) {
    std::size_t size = 1;
    const char32_t point = utf8_decode(text, size);
    if (point != U' ' && invisible_kind(point) != Invisible::no) return true;
    text.remove_prefix(size);
  }
  return false;
}

}  // namespace walkie

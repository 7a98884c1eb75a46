#include "net/accept.h"

#include "net/tokens.h"

namespace walkie::net {

namespace {

// RFC 9110 12.4.2: 0, 0.123, 1, 1.000.
int parse_weight(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) return 0;
  int quality = text[0] == '1' ? 1000 : 0;
  if (text.size() == 1) return quality;
  if (text[1] != '.' || text.size() > 5) return 0;
  int unit = 100;
  for (char c : text.substr(2)) {
    if (!is_digit(c)) return 0;
    quality += (c - '0') * unit;
    unit /= 10;
  }
  return quality > 1000 ? 0 : quality;
}

Preference parse_preference(std::string_view item) {
  Preference preference;
  bool first = true;
  each_outside_quotes(item, ';', [&](std::string_view part) {
    if (first) preference.name = part;
    first = false;
    std::size_t equals = part.find('=');
    if (equals == std::string_view::npos || part.data() == preference.name.data()) return;
    if (equal_ignoring_case(trim(part.substr(0, equals)), "q")) {
      preference.quality = parse_weight(trim(part.substr(equals + 1)));
    }
  });
  return preference;
}

// How specific a media range is for a type: 3 by name, 2 as "text/*", 1 as "*/*", 0 no match.
int closeness(std::string_view range, std::string_view type) {
  if (range == "*/*") return 1;
  if (equal_ignoring_case(range, type)) return 3;
  std::size_t slash = type.find('/');
  bool family = range.size() == slash + 2 && range.ends_with("/*") &&
                equal_ignoring_case(range.substr(0, slash), type.substr(0, slash));
  return family ? 2 : 0;
}

}  // namespace

void each_preference(const Request& request, std::string_view field,
                     const std::function<void(const Preference&)>& visit) {
  for (std::size_t i = 0; i < request.header_count(); ++i) {
    auto [name, value] = request.header_at(i);
    if (!equal_ignoring_case(name, field)) continue;
    each_outside_quotes(value, ',',
                        [&visit](std::string_view item) { visit(parse_preference(item)); });
  }
}

int coding_quality(const Request& request, std::string_view coding) {
  int named = -1;
  int others = 0;
  each_preference(request, "accept-encoding", [&](const Preference& preference) {
    if (equal_ignoring_case(preference.name, coding)) named = preference.quality;
    if (preference.name == "*") others = preference.quality;
  });
  return named >= 0 ? named : others;
}

MediaQuality media_quality(const Request& request, std::string_view type) {
  if (!request.has_header("Accept")) return {1000, false};
  int closest = 0;
  MediaQuality found;
  each_preference(request, "accept", [&](const Preference& preference) {
    int close = closeness(preference.name, type);
    if (close <= closest) return;
    closest = close;
    found = {preference.quality, close == 3};
  });
  return found;
}

}  // namespace walkie::net

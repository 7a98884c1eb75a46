// What a client says that it takes: Accept, Accept-Encoding, Accept-Language (RFC 9110 12.4, 12.5).
// Pure. All lines of a field count as one list; names are compared without case; a comma or
// semicolon inside a quoted string separates nothing.
//
// Qualities are in thousandths: 0 is "not this", 1000 is the most. A weight that is malformed
// counts as 0.
#pragma once

#include <functional>
#include <string_view>

#include "net/request.h"

namespace walkie::net {

struct Preference {
  std::string_view name;  // "text/html", "br", "zh-CN", "*"; as sent, without parameters
  int quality = 1000;
};
// In the order sent, over all lines of `field`.
void each_preference(const Request& request, std::string_view field,
                     const std::function<void(const Preference&)>& visit);

// A content coding; "*" stands for what is not named. Without the field: 0, for identity is meant.
int coding_quality(const Request& request, std::string_view coding);

struct MediaQuality {
  int quality = 0;
  bool named = false;  // by type and subtype, not through a wildcard
};
// A media type ("text/html"): the most specific range that covers it decides. Without an Accept
// field everything is as good (1000, not named).
MediaQuality media_quality(const Request& request, std::string_view type);

}  // namespace walkie::net

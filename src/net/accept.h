// What a client accepts: Accept, Accept-Encoding, Accept-Language (RFC 9110 12.4, 12.5). Pure.
//
// All lines of a field count as one list. Names are compared without case. A comma or semicolon
// inside a quoted string is not a separator. A quality is in thousandths, from 0 ("not acceptable")
// to 1000. A malformed weight counts as 0.
#pragma once

#include <functional>
#include <string_view>

#include "net/request.h"

namespace walkie::net {

struct Preference {
  std::string_view name;  // "text/html", "br", "zh-CN", "*"; as sent, without parameters
  int quality = 1000;
};
// Calls `visit` for each item of all lines of `field`, in the order sent.
void each_preference(const Request& request, std::string_view field,
                     const std::function<void(const Preference&)>& visit);

// The quality of a content coding ("br"); "*" covers the codings that are not named. 0 without the
// field: only identity is accepted then.
int coding_quality(const Request& request, std::string_view coding);

struct MediaQuality {
  int quality = 0;
  bool named = false;  // by type and subtype, not through a wildcard
};
// The quality of a media type ("text/html"), by the most specific range that covers it. Without an
// Accept field: 1000, not named.
MediaQuality media_quality(const Request& request, std::string_view type);

}  // namespace walkie::net

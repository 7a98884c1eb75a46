// Parses what a request is for: the request-target and the host (RFC 9112 3.2, RFC 9110 7.2), as
// strictly as the rest of the head.
#pragma once

#include <string_view>

#include "net/http_head.h"

namespace walkie::net {

// uri-host [":" port]; neither user nor path.
bool host_ok(std::string_view host);

HttpRefusal target_too_long(const HttpLimits& limits);

// Sets path and query, and the host of a target in absolute form. `head.method` is known.
HttpRefusal parse_target(std::string_view target, const HttpLimits& limits, HttpHead& head);

}  // namespace walkie::net

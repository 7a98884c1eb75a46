// Conditional requests: If-Match and If-None-Match against the entity tag of what would be sent
// (RFC 9110 13.1.1, 13.1.2, in the order of 13.2.2). Pure. All lines of a field count as one list.
// Nothing here has a modification date, so conditions with dates are ignored as 13.1.3 asks.
#pragma once

#include <string_view>

#include "net/request.h"
#include "net/response.h"

namespace walkie::net {

enum class Precondition {
  holds,
  not_modified,  // answer 304; only for GET and HEAD
  failed,        // answer 412, and do nothing
};

// `etag`: strong, quoted, of the representation that would be sent; empty: there is one and it has
// no tag, so that only "*" can match it.
Precondition check_preconditions(const Request& request, std::string_view etag);

Response precondition_failed();  // the 412

}  // namespace walkie::net

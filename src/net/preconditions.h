// Conditional requests: compares If-Match and If-None-Match with the entity tag of the answer (RFC
// 9110 13.1.1, 13.1.2, in the order of 13.2.2). Pure. All lines of a field count as one list. No
// resource has a modification date, so conditions with dates are ignored (13.1.3).
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

// `etag`: strong and quoted, of the representation that would be sent. Empty: the resource exists
// and has no tag, so only "*" matches.
Precondition check_preconditions(const Request& request, std::string_view etag);

Response precondition_failed();  // the 412

}  // namespace walkie::net

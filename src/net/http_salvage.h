// Reads what it can of a head that was refused: method, path, Origin, Accept and others. With these
// the refusal has the right form and language for its client. The request itself is not handled,
// and the connection is closed.
#pragma once

#include <string_view>

#include "net/request_builder.h"
#include "net/server_limits.h"

namespace walkie::net {

// `head`: the received bytes from the request line on; it may be incomplete. Skips lines that are
// incomplete or malformed. Reads at most as much as the limits allow.
RequestBuilder salvage_request(std::string_view head, const HttpLimits& limits);

}  // namespace walkie::net

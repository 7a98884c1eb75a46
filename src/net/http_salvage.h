// What can still be read of a head that was refused: enough to say the refusal so that its sender
// can read it (method, path, Origin, Accept, Accept-Language …). Only the refusal is made from it:
// nothing is done for such a request, and its connection ends.
#pragma once

#include <string_view>

#include "net/request_builder.h"
#include "net/server_limits.h"

namespace walkie::net {

// `head`: what came, from the request line on; it may be cut anywhere. Lines that are whole and
// well-formed count, others are passed over. Looks at no more than the limits allow.
RequestBuilder salvage_request(std::string_view head, const HttpLimits& limits);

}  // namespace walkie::net

// The headers of every answer: CORS for allowed origins, and the security headers.
#pragma once

#include <string_view>

#include "api/api.h"
#include "net/request.h"
#include "net/response.h"

namespace walkie::api {

void decorate(Api& api, const net::Request& request, net::Response& response);

// The answer to OPTIONS. `allow`: the methods of the path.
net::Response preflight(Api& api, const net::Request& request, std::string_view allow);

}  // namespace walkie::api

// Headers that every answer gets: CORS by the allow-list, and what keeps browsers careful.
#pragma once

#include <string_view>

#include "api/api.h"
#include "net/request.h"
#include "net/response.h"

namespace walkie::api {

void decorate(Api& api, const net::Request& request, net::Response& response);

// OPTIONS: `allow` are the methods of the path.
net::Response preflight(Api& api, const net::Request& request, std::string_view allow);

}  // namespace walkie::api

// protocol/openapi.yaml as JSON, turned into it while building (scripts/openapi).
#pragma once

#include <string_view>

namespace walkie::api {

std::string_view openapi_json();

}  // namespace walkie::api

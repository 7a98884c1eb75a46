// The contract, as JSON: protocol/openapi.yaml, made a part of the binary by scripts/openapi.
#pragma once

#include "base/assets.h"

namespace walkie::api {

// Never changes, any thread. Compressed at build time like the web files.
const Asset& openapi_asset();

}  // namespace walkie::api

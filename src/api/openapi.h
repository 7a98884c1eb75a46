// protocol/openapi.yaml as JSON. scripts/openapi puts it into the binary.
#pragma once

#include "base/assets.h"

namespace walkie::api {

// Any thread. Compressed at build time, as the web files are.
const Asset& openapi_asset();

}  // namespace walkie::api

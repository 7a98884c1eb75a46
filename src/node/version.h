// The version of the product; CMake's project() says it.
#pragma once

namespace walkie {

inline constexpr const char* version = WALKIE_VERSION;

}  // namespace walkie

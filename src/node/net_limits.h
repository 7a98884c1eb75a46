// Converts the limits of the product to those of net, within the limits of the process.
#pragma once

#include "net/server_limits.h"
#include "node/config.h"

namespace walkie {

// Also raises the soft limit of descriptors to the hard limit, for more connections.
net::ServerLimits net_limits(const Config& config);

}  // namespace walkie

// The product's limits as net wants them, and what the process itself allows.
#pragma once

#include "net/server_limits.h"
#include "node/config.h"

namespace walkie {

// Also raises the soft descriptor limit to the hard one: connections are what this server is for.
net::ServerLimits net_limits(const Config& config);

}  // namespace walkie

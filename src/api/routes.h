// The table of the routes. It is registered with the router, and tests read it: every route has a
// row in the permission matrix and an operation in openapi.yaml.
#pragma once

#include <span>
#include <string_view>

#include "api/auth.h"
#include "api/call.h"
#include "net/request.h"

namespace walkie::api {

// Which rate of its principal a request takes from before the handler runs (rates.h).
enum class Charge : std::uint8_t {
  none,    // does not read the store, or is counted otherwise: messages, new visitors, sign-ins
  read,    // reads the store
  change,  // changes the store
};

struct Route {
  net::Method method;
  std::string_view pattern;
  Credential credential;
  Charge charge;
  void (*handler)(const CallPtr& call);
  bool own_pages_only = false;  // accepted from our own pages only
  bool socket = false;
  bool conditional = false;  // answers or changes one row: If-Match and If-None-Match count (R5)
  bool automatic = false;    // clients send it by themselves (Call::automatic)
};

std::span<const Route> routes();

}  // namespace walkie::api

// The routes, as data: what is registered, and what the tests walk (every route has its row in the
// permission matrix and its operation in openapi.yaml).
#pragma once

#include <span>
#include <string_view>

#include "api/auth.h"
#include "api/call.h"
#include "net/request.h"

namespace walkie::api {

// What a request of the route takes of its principal's rates (rates.h), before the handler runs.
enum class Charge : std::uint8_t {
  none,    // costs no store, or counts in a way of its own: messages, new visitors, sign-ins …
  read,    // looks at the store
  change,  // changes it
};

struct Route {
  net::Method method;
  std::string_view pattern;
  Credential credential;
  Charge charge;
  void (*handler)(const CallPtr& call);
  bool own_pages_only = false;  // a change that only our own pages may ask for
  bool socket = false;
  bool own_conditions = false;  // its handler looks at If-Match and If-None-Match itself
  bool automatic = false;       // clients ask for it unattended (Call::automatic)
};

std::span<const Route> routes();

}  // namespace walkie::api

// Who asks: from a request's credential to a principal (C2), and whether the page it comes from
// may ask at all.
//
// A Bearer token, or one in the WebSocket subprotocols, is the only one looked at. Otherwise the
// cookies: the agent's first, then the visitor's, because a browser that tries its own widget
// carries both (decision 0041). The agent's counts only on our own pages: a listed site is for
// visitors (decision 0082).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "api/call.h"

namespace walkie::api {

enum class Credential : std::uint8_t {
  none,      // not looked at
  optional,  // anonymous is fine; a bad token is not, a bad cookie is
  token,     // the same, and cookies are not looked at
  required,
};

// Calls `then` once call->who is set; answers 401 itself otherwise.
void authenticate(const CallPtr& call, Credential need, std::function<void()> then);

// For what goes on after its request, as soon as it listens for revocations: if its credential has
// ended or its rights have changed since they were looked at, that revocation went by unheard. Asks
// again then, and calls `ended` with what to say, later and on the call's loop.
void check_again(const Call& call, std::function<void(const Error&)> ended);

// The check of security.md for a request that changes something: a foreign Origin is refused, and
// a cookie needs an Origin that is there (`uses_credential`: the request acts by it). `own_only`:
// only our own pages (sign-in, set-up).
Result<void> check_origin(const Call& call, bool own_only, bool uses_credential);
// For /ws: absent is a program, present must be allowed (C3).
Result<void> check_socket_origin(const Call& call);

// The token of `Authorization: Bearer`. nullopt: no such header. Empty: one of another scheme.
std::optional<std::string> bearer_token(const net::Request& request);

}  // namespace walkie::api

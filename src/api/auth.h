// Authentication: from the credential of a request to a principal (C2). And the check of its
// Origin.
//
// A Bearer token, or a token in the WebSocket subprotocols, is used alone. Without one the cookies
// are tried: the agent's, then the visitor's. An agent's browser that opens its own widget sends
// both (decision 0041). The agent's cookie counts on our own pages only: listed sites are for
// visitors (decision 0082).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "api/call.h"

namespace walkie::api {

enum class Credential : std::uint8_t {
  none,      // no credential is read
  optional,  // anonymous is allowed; a bad token is an error, a bad cookie counts as none
  token,     // as optional, but cookies are ignored
  required,
};

// Sets call->who and calls `then`. Answers 401 itself when that fails.
void authenticate(const CallPtr& call, Credential need, std::function<void()> then);

// For a stream or a socket that stays open, called as soon as it receives revocations. A revocation
// between the check of the credential and this moment was not received. If there was one, checks
// the credential again and calls `ended` with the error, later and on the call's loop.
void check_again(const Call& call, std::function<void(const Error&)> ended);

// Checks the Origin of a request that changes something. An Origin that is not allowed is refused.
// A request with a cookie needs an Origin header. `uses_credential`: the request acts by its
// credential. `own_only`: only our own pages are allowed (sign-in, set-up).
Result<void> check_origin(const Call& call, bool own_only, bool uses_credential);
// Checks the Origin of /ws (C3): it must be allowed. Programs send none.
Result<void> check_socket_origin(const Call& call);

// The token of `Authorization: Bearer`. nullopt: no such header. Empty: another scheme.
std::optional<std::string> bearer_token(const net::Request& request);

}  // namespace walkie::api

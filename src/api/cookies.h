// The cookies: an agent's session, a visitor's (decision 0084), and the mark of a known device
// (0093).
//
//   walkie_agent, walkie_visitor, walkie_device   their names
//   walkie_agent_8080                and the port of our own origin, unless it is the scheme's:
//                                    browsers keep cookies by host, and two servers may share one
//   __Host-walkie_agent_8080         on TLS: no other host, and no page without TLS, can plant it
//
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "api/call.h"
#include "chat/principal.h"

namespace walkie::api {

// Browsers reach us by TLS.
bool secure(const Call& call);

// `kind` is agent or visitor.
std::string cookie_name(const Call& call, PrincipalKind kind);

// The value of a Set-Cookie header. It lasts as long as such a session may.
std::string session_cookie(const Call& call, PrincipalKind kind, std::string_view token);
std::string cleared_cookie(const Call& call, PrincipalKind kind);

// The browser's marks as a known device (actions/known_devices.h): as it sent them, empty when it
// sent none; and the value of a Set-Cookie header.
std::string sent_device(const Call& call);
std::string device_cookie(const Call& call, std::string_view marks);

}  // namespace walkie::api

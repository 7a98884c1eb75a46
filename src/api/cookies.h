// The cookies: the session of an agent, the session of a visitor (decision 0084), and the token of
// a known device (0093).
//
//   walkie_agent, walkie_visitor, walkie_device   the names
//   walkie_agent_8080                with the port of our origin, unless it is the default one:
//                                    browsers share cookies between the ports of a host
//   __Host-walkie_agent_8080         with TLS: other hosts and pages without TLS cannot set it
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

// The value of a Set-Cookie header. The cookie lasts as long as a session of this kind.
std::string session_cookie(const Call& call, PrincipalKind kind, std::string_view token);
std::string cleared_cookie(const Call& call, PrincipalKind kind);

// The device tokens that the browser sent (actions/known_devices.h), empty when it sent none; and
// the value of a Set-Cookie header.
std::string sent_device(const Call& call);
std::string device_cookie(const Call& call, std::string_view marks);

}  // namespace walkie::api

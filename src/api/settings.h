// What the api room must be told about where it runs. Limits are in chat/limits.h.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace walkie {

struct ApiSettings {
  // Scheme, host and port as browsers see this server ("https://chat.example"), in canonical form
  // (base/origin.h); empty: not known. Requests whose Origin is the host they were sent to are our
  // own pages too.
  std::string public_origin;
  // Browsers reach us by TLS, here or at a proxy: Secure cookies with the __Host- prefix, HSTS.
  bool secure = false;
  // More sites, beside those of the inboxes, that may use the API and the socket.
  std::vector<std::string> allowed_origins;
  bool proxied = false;  // people come through a proxy, which may be on this machine
  bool demo = true;      // serve /demo
  // That the server takes at all; 0: not known. Visitors at one address may hold half of them.
  std::size_t connections = 0;
};

}  // namespace walkie

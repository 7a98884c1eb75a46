// The settings of the api room. Its limits are in chat/limits.h.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace walkie {

struct ApiSettings {
  // The origin of this server for browsers ("https://chat.example"), in canonical form
  // (base/origin.h); empty: not known. A request whose Origin is the host that it was sent to comes
  // from our own pages too.
  std::string public_origin;
  // Browsers use TLS, to us or to a proxy: cookies are Secure with the __Host- prefix; HSTS is
  // sent.
  bool secure = false;
  // Sites that may use the API and the WebSocket, in addition to those of the inboxes.
  std::vector<std::string> allowed_origins;
  bool proxied = false;  // clients come through a proxy, which may be on this machine
  bool demo = true;      // serve /demo
  // How many connections the server accepts; 0: not known. Visitors at one address may have half.
  std::size_t connections = 0;
};

}  // namespace walkie

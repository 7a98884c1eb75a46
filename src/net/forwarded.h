// TrustedProxies: finds the client's address behind trusted proxies. Limits that counted the
// address of a proxy would lock out all clients behind it. Limits that counted an unchecked header
// would limit no attacker. Filled before the server starts; then any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "net/request.h"

namespace walkie::net {

class TrustedProxies {
 public:
  // An address or a CIDR block, IPv4 or IPv6. False: `block` is malformed.
  bool add(std::string_view block);
  bool trusts(std::string_view address) const;

  struct Client {
    std::string address;
    bool secure = false;
  };
  // The last address of X-Forwarded-For that is not a trusted proxy, in canonical form, and whether
  // the client uses TLS. Reads Forwarded when there is no X-Forwarded-For. The peer itself when it
  // is not trusted.
  Client client_of(const Request& request, const std::string& peer, bool peer_secure) const;

 private:
  struct Block {
    std::array<std::uint8_t, 16> address;  // IPv4 as ::ffff:a.b.c.d
    int bits;
  };
  std::vector<Block> blocks_;
};

}  // namespace walkie::net

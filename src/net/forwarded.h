// Which proxies are believed about the client's address. Limits that count a proxy's own address
// would lock out everybody behind it. Limits that count an unchecked header would lock out nobody.
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
  // Addresses or CIDR blocks, IPv4 or IPv6; "unix" is not one. Returns false on a malformed entry.
  bool add(std::string_view block);
  bool trusts(std::string_view address) const;

  struct Client {
    std::string address;
    bool secure = false;
  };
  // The rightmost address of X-Forwarded-For (without it: of Forwarded) that is not itself a
  // trusted proxy, canonical; and whether the client has TLS. The peer itself when it is not
  // trusted.
  Client client_of(const Request& request, const std::string& peer, bool peer_secure) const;

 private:
  struct Block {
    std::array<std::uint8_t, 16> address;  // IPv4 as ::ffff:a.b.c.d
    int bits;
  };
  std::vector<Block> blocks_;
};

}  // namespace walkie::net

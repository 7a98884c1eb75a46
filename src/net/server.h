// Server: accepts connections, spreads them evenly over the loops, and serves HTTP/1.1 and
// WebSocket on them.
//
// node/ owns the loops, the router and the server, and runs each loop on its own thread. Destroy
// the server after the loops have stopped. start, drain and stop: any thread. One acceptor gives
// each connection to the loop that has the fewest (docs/decisions/0012).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "net/loop.h"
#include "net/router.h"
#include "net/server_limits.h"

namespace walkie::net {

class TlsContext;  // tls.h

struct ListenAddress {
  std::string address = "127.0.0.1";  // IPv4 or IPv6, no name
  std::uint16_t port = 0;             // 0: the system chooses one; see Server::port
};

struct ServerOptions {
  std::vector<ListenAddress> listen;
  ServerLimits limits;
  // Addresses or CIDR blocks of proxies, whose X-Forwarded-For and X-Forwarded-Proto are used.
  std::vector<std::string> trusted_proxies;
  // More addresses or blocks that are not limited by address. The proxies are never limited.
  std::vector<std::string> many_clients = {"127.0.0.0/8", "::1"};
  // nullptr: no TLS. Owned by the caller; may reload its certificate while in use.
  TlsContext* tls = nullptr;
};

// Sums over all loops (metrics).
struct ServerFigures {
  std::int64_t connections = 0;  // open now, of any kind
  std::int64_t websockets = 0;   // open now
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;    // over a limit of connections, or no descriptor was left
  std::uint64_t made_room = 0;  // idle connections that were closed for others
  std::uint64_t requests = 0;
  std::uint64_t handshakes_refused = 0;
  std::uint64_t frames_in = 0;
  std::uint64_t frames_out = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t ephemerals_dropped = 0;
  std::uint64_t closed_too_slow = 0;
  std::uint64_t closed_no_pong = 0;
};

class Server {
 public:
  Server(std::vector<Loop*> loops, const Router& router, ServerOptions options, Random& random);
  ~Server();
  Server(const Server&) = delete;

  // Binds and begins to accept. Errors: bad_request for a malformed block; unavailable when the
  // address cannot be bound.
  Result<void> start();

  // The port that listen[index] is bound to.
  std::uint16_t port(std::size_t index = 0) const;

  // Stops accepting and closes connections without a request. Requests in flight are answered, then
  // their connections close. WebSockets and streams stay open until their owner closes them. `idle`
  // is called once, on the first loop, when no connection is left.
  void drain(std::function<void()> idle);

  // Ends every connection now: WebSockets with 1001 and no handshake. `done` as above.
  void stop(std::function<void()> done);

  ServerFigures figures() const;  // any thread

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace walkie::net

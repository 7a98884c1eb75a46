// Server: listens, accepts, spreads connections evenly over the loops, speaks HTTP/1.1 and
// WebSocket on them.
//
// node/ owns loops, router and server, and runs each loop on a thread of its own; the server must
// be destroyed after the loops have stopped. start, drain and stop may be called from any
// thread. One acceptor gives each connection to the loop that has the fewest (docs/decisions/0012).
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
  std::uint16_t port = 0;             // 0: the system chooses; see Server::port
};

struct ServerOptions {
  std::vector<ListenAddress> listen;
  ServerLimits limits;
  // Addresses or CIDR blocks whose X-Forwarded-For and X-Forwarded-Proto are believed.
  std::vector<std::string> trusted_proxies;
  // More blocks whose connections are not limited by address, as those of the proxies are not.
  std::vector<std::string> many_clients = {"127.0.0.0/8", "::1"};
  // nullptr: plain. Owned by the caller; may reload its certificate while in use.
  TlsContext* tls = nullptr;
};

// Sums over all loops (metrics).
struct ServerFigures {
  std::int64_t connections = 0;  // open now, of any kind
  std::int64_t websockets = 0;   // open now
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;    // over a limit of connections, out of descriptors
  std::uint64_t made_room = 0;  // idle ones closed for others
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

  // Binds and begins to accept. `unavailable` with a sentence when the address cannot be had.
  Result<void> start();

  // The port really bound for listen[index].
  std::uint16_t port(std::size_t index = 0) const;

  // Stops accepting and closes kept-alive connections without a request; requests in flight finish,
  // their connections close after the answer. WebSockets and streams stay until their owner closes
  // them. `idle` runs once, on the first loop, when no connection is left.
  void drain(std::function<void()> idle);

  // Ends every connection now: WebSockets with 1001 and no handshake. `done` as above.
  void stop(std::function<void()> done);

  ServerFigures figures() const;  // any thread

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace walkie::net

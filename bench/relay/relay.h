// Relay: the net and hub rooms without a store, so that they can be compared with other servers and
// run under conformance suites. Not part of the product.
//
//   /ws?conversation_id=R  relays every message verbatim to all of room R, the sender included
//   /echo                  WebSocket echo of text and binary; POST /echo echoes a body
//   /                      echoes a body too
#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "hub/hub.h"
#include "net/loop.h"
#include "net/server.h"

namespace walkie::bench {

struct RelayOptions {
  net::ListenAddress listen;
  std::size_t threads = 1;
  net::ServerLimits limits;
};

class Relay {
 public:
  Relay(const Clock& clock, Random& random, RelayOptions options);
  ~Relay();

  Result<void> start();
  std::uint16_t port() const { return server_->port(); }
  void run();   // serves on `threads` threads, the calling one among them
  void stop();  // any thread

  struct LoopHub;  // one loop with its hub

 private:
  void add_routes();

  std::vector<std::unique_ptr<LoopHub>> loops_;
  net::Router router_;
  std::unique_ptr<net::Server> server_;
};

}  // namespace walkie::bench

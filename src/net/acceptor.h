// Acceptor: one listening socket. The first loop watches it. Internal to net.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "net/loop.h"
#include "net/server.h"

namespace walkie::net {

class Acceptor final : public Watcher {
 public:
  // `deal` takes over the descriptor of each accepted connection. `refused` is called for each
  // connection that was closed because no descriptor was left.
  using Deal = std::function<void(int descriptor, std::string peer_address)>;
  Acceptor(Loop& loop, Deal deal, std::function<void()> refused);
  ~Acceptor() override;

  // Binds and listens. Any thread, before begin().
  Result<void> listen(const ListenAddress& address);
  std::uint16_t port() const { return port_; }

  // On the loop's thread, or while the loop does not run.
  void begin();
  void end();

 private:
  void on_ready(std::uint32_t events) override;
  void accept_without_descriptor();

  Loop& loop_;
  Deal deal_;
  std::function<void()> refused_;
  int listening_ = -1;
  int reserve_ = -1;  // closed for a moment when descriptors run out, to accept and answer 503
  bool watching_ = false;
  std::uint16_t port_ = 0;
};

// Writes a 503 with Retry-After once, without waiting, and closes. 0: closes without an answer, for
// clients that speak TLS.
void turn_away(int descriptor, int retry_after_s);

}  // namespace walkie::net

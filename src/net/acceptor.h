// Acceptor: one listening socket, watched by the first loop, dealing connections out. Internal.
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
  // `deal` owns the descriptor it gets. `refused` counts those turned away without one.
  using Deal = std::function<void(int descriptor, std::string peer_address)>;
  Acceptor(Loop& loop, Deal deal, std::function<void()> refused);
  ~Acceptor() override;

  // Binds and listens; any thread, before the loop knows of it.
  Result<void> listen(const ListenAddress& address);
  std::uint16_t port() const { return port_; }

  // Loop thread, or the loop is not running.
  void begin();
  void end();

 private:
  void on_ready(std::uint32_t events) override;
  void accept_without_descriptor();

  Loop& loop_;
  Deal deal_;
  std::function<void()> refused_;
  int listening_ = -1;
  int reserve_ = -1;  // given up for a moment when descriptors run out: accept, say 503, close
  bool watching_ = false;
  std::uint16_t port_ = 0;
};

// 503 with Retry-After, as well as one write can, and closes. 0: closes without a word, where TLS
// is spoken.
void turn_away(int descriptor, int retry_after_s);

}  // namespace walkie::net

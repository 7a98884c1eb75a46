// Connection: one WebSocket as the rest of the server sees it; WebSocketHandler: who listens to it.
//
// Everything here happens on the connection's own loop thread. The connection owns its handler and
// drops it right after on_close; a handler may hold the shared_ptr it got in on_open (the circle
// is broken by that drop). Work that comes back from another thread keeps a weak_ptr.
// Abstract, so that a simulation can be the other side.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/delivery.h"
#include "base/executor.h"
#include "base/ids.h"
#include "base/shared_bytes.h"

namespace walkie::net {

class Connection {
 public:
  virtual ~Connection() = default;

  virtual ConnectionId id() const = 0;  // unique among the connections of this process
  virtual Executor& executor() = 0;
  virtual const std::string& peer_address() const = 0;  // client address, proxies seen through

  // Queues one text message; it leaves at the end of the loop turn, in order. Never blocks, never
  // calls back. A full queue closes the connection with 4001 (its on_close comes later in the
  // turn). Harmless after close.
  virtual void send(SharedBytes text, Delivery delivery) = 0;
  virtual void send_binary(SharedBytes bytes, Delivery delivery) = 0;

  // Starts the closing handshake: what is queued goes out first, then Close(code, reason).
  // Nothing is received any more; on_close(code) comes when the peer answered or close_time
  // passed. A reason longer than 123 bytes is cut at a character. Harmless when closing already.
  virtual void close(int code, std::string_view reason) = 0;

  virtual bool is_open() const = 0;              // no close was started by either side
  virtual std::size_t queued_bytes() const = 0;  // payload bytes that the kernel has not taken
};

class WebSocketHandler {
 public:
  virtual ~WebSocketHandler() = default;

  // First call, once. Sending from inside is fine.
  virtual void on_open(std::shared_ptr<Connection> connection) = 0;

  // A whole text message, valid UTF-8, unfragmented and inflated. The view dies on return.
  virtual void on_message(std::string_view text) = 0;

  // A whole binary message. Return false to refuse it: the connection closes with 1003.
  virtual bool on_binary(std::string_view bytes) {
    (void)bytes;
    return false;
  }

  // Last call, exactly once after on_open. `code` is the close code that describes what ended it:
  // the peer's, ours, or 1006 when the socket just went away.
  virtual void on_close(int code) = 0;
};

}  // namespace walkie::net

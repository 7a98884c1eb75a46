// Connection: one WebSocket, as the other rooms use it. WebSocketHandler: receives its messages.
//
// The thread of the connection's loop only. The connection owns its handler and destroys it after
// on_close. A handler may keep the shared_ptr of on_open: the cycle ends when the handler is
// destroyed. Work on another thread keeps a weak_ptr. Abstract, so that the simulation can
// implement it.
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
  virtual const std::string& peer_address()
      const = 0;  // the client's address, behind trusted proxies

  // Queues one text message. Queued messages are written at the end of the loop turn, in order.
  // Never blocks, never calls the handler. A full queue closes the connection with 4001; on_close
  // is called later in the turn. Does nothing after close.
  virtual void send(SharedBytes text, Delivery delivery) = 0;
  virtual void send_binary(SharedBytes bytes, Delivery delivery) = 0;

  // Starts the closing handshake: sends the queued messages, then Close(code, reason). No message
  // is received after it. on_close(code) is called when the peer has answered or after close_time.
  // A reason longer than 123 bytes is cut between characters. Does nothing while closing.
  virtual void close(int code, std::string_view reason) = 0;

  virtual bool is_open() const = 0;              // neither side has begun to close
  virtual std::size_t queued_bytes() const = 0;  // payload bytes that the kernel has not taken
};

class WebSocketHandler {
 public:
  virtual ~WebSocketHandler() = default;

  // The first call, once. It may send.
  virtual void on_open(std::shared_ptr<Connection> connection) = 0;

  // A whole text message: valid UTF-8, fragments joined, inflated. The view is valid during the
  // call only.
  virtual void on_message(std::string_view text) = 0;

  // A whole binary message. Return false to refuse it: the connection closes with 1003.
  virtual bool on_binary(std::string_view bytes) {
    (void)bytes;
    return false;
  }

  // The last call, exactly once after on_open. `code`: the close code of the peer or ours; 1006
  // when the connection was lost without one.
  virtual void on_close(int code) = 0;
};

}  // namespace walkie::net

// Responder: answers one request, once. A handler may answer at once, or keep the Responder and
// answer later, on the loop thread that called the handler (request.executor()).
//
// Copies answer the same request; only the first answer counts. Calls do nothing when the client
// has disconnected. When the last copy is destroyed without an answer (any thread), the client gets
// 500.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "base/client_state.h"
#include "base/delivery.h"
#include "net/connection.h"
#include "net/request.h"
#include "net/response.h"

namespace walkie::net {

// A response whose body keeps coming (server-sent events). Loop thread only.
class Stream {
 public:
  virtual ~Stream() = default;
  // Queues the bytes; they are written at the end of the loop turn. With H7: above
  // QueueLimits::ephemeral_bytes ephemerals are dropped, at total_bytes the stream is closed.
  // False: dropped, or the client has disconnected.
  virtual bool write(SharedBytes bytes, Delivery delivery) = 0;
  // Sends the queued bytes and ends the body. on_close is not called after it.
  virtual void close() = 0;
  // `gone` is called once, when the client disconnects or is too slow. It may destroy the Stream.
  virtual void on_close(std::function<void()> gone) = 0;
  virtual std::size_t queued_bytes() const = 0;
  virtual bool is_open() const = 0;
};

// What a Responder calls: an HTTP connection of net, or a fake in a test of a handler.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual const Request& request() const = 0;
  virtual void respond(Response response) = 0;
  // nullptr when the client has gone.
  virtual std::shared_ptr<Stream> start_stream(Response head) = 0;
  virtual void upgrade(std::string_view subprotocol, std::unique_ptr<WebSocketHandler> handler) = 0;
  // The last Responder was destroyed without an answer. Any thread.
  virtual void abandoned() = 0;
  virtual bool client_present() const = 0;
  // See Responder.
  virtual bool in_reserve() const { return false; }
  virtual void protect(std::uint64_t) {}
  // For work on other threads; null: not known.
  virtual std::shared_ptr<const ClientState> client() { return nullptr; }
};

class Responder {
 public:
  Responder() = default;
  explicit Responder(std::shared_ptr<Exchange> exchange);

  void respond(Response response) const;

  // Sends the status and headers of `head` now; its body is ignored. The body is sent through the
  // Stream. nullptr: the client has disconnected, or the request was answered already.
  std::shared_ptr<Stream> start_stream(Response head) const;

  // Only on routes with RouteOptions::websocket: net has checked the handshake. Answers 101 with
  // the subprotocol ("" for none) and calls handler->on_open before it returns. When the client has
  // disconnected, the handler is destroyed without a call.
  void upgrade(std::string_view subprotocol, std::unique_ptr<WebSocketHandler> handler) const;

  const Request& request() const;
  bool answered() const;
  bool client_present() const;  // false: the client has disconnected
  // The server is nearly full, and this connection is not protected: it is closed after this
  // answer. It must not get a stream, a WebSocket or a long wait.
  bool in_reserve() const;
  // Do not close this connection to make room for others. For clients with a credential that an
  // anonymous client cannot get. holder: whose credential; not 0; opaque. May be repeated.
  void protect(std::uint64_t holder) const;
  // client_present() for work on other threads (base/client_state.h); null: not known.
  std::shared_ptr<const ClientState> client() const;

 private:
  struct Right;
  std::shared_ptr<Right> right_;
};

}  // namespace walkie::net

// Responder: the right to answer one request, once. A handler may answer at once or keep it and
// answer later (after a store hop): on the loop thread that called the handler
// (request.executor()).
//
// Copies share the one right; only the first answer counts. A client that has gone makes every
// call harmless. When the last copy goes without an answer (any thread), the client gets a 500.
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
  // Queued, sent at the end of the loop turn. The bounds of H7 hold: ephemerals are dropped above
  // the first, the stream is cut at the second. False: dropped, or the client has gone.
  virtual bool write(SharedBytes bytes, Delivery delivery) = 0;
  // Sends what is queued and ends the body. on_close is not called after it.
  virtual void close() = 0;
  // Called once when the client goes away or is too slow. It may drop the Stream.
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
  // The last Responder went without an answer. May come on any thread.
  virtual void abandoned() = 0;
  virtual bool client_present() const = 0;
  // See Responder.
  virtual bool in_reserve() const { return false; }
  virtual void protect(std::uint64_t) {}
  // For work on other threads; null: it cannot be told.
  virtual std::shared_ptr<const ClientState> client() { return nullptr; }
};

class Responder {
 public:
  Responder() = default;
  explicit Responder(std::shared_ptr<Exchange> exchange);

  void respond(Response response) const;

  // Status and headers of `head` (its body is ignored) now, the body through the Stream. nullptr
  // when the client has gone or the request was answered already.
  std::shared_ptr<Stream> start_stream(Response head) const;

  // Only on routes with RouteOptions::websocket, whose handshake net has checked. Answers 101 with
  // the subprotocol ("" for none) and calls handler->on_open before it returns; if the client has
  // gone, the handler is destroyed without a call.
  void upgrade(std::string_view subprotocol, std::unique_ptr<WebSocketHandler> handler) const;

  const Request& request() const;
  bool answered() const;
  bool client_present() const;  // false: nobody would read the answer
  // The server is nearly full, and this connection is not protected: it is closed after this
  // answer. It must not get a stream, a WebSocket or a long wait.
  bool in_reserve() const;
  // Do not close this connection to make room for others. For clients with a credential that an
  // anonymous client cannot get. holder: whose credential; not 0; opaque. May be repeated.
  void protect(std::uint64_t holder) const;
  // The same for work on other threads (base/client_state.h); null when it cannot be told.
  std::shared_ptr<const ClientState> client() const;

 private:
  struct Right;
  std::shared_ptr<Right> right_;
};

}  // namespace walkie::net

// HttpExchange and HttpStream: what a Responder and a Stream hold of an HttpConnection. Either may
// outlive it: the connection tells them before it is destroyed, and calls after that do nothing.
// Internal to net.
#pragma once

#include <functional>
#include <memory>

#include "net/http_connection.h"
#include "net/responder.h"

namespace walkie::net {

class HttpStream final : public Stream {
 public:
  HttpStream(HttpConnection& connection, bool chunked, bool bodyless);

  bool write(SharedBytes bytes, Delivery delivery) override;
  void close() override;
  void on_close(std::function<void()> gone) override { gone_ = std::move(gone); }
  std::size_t queued_bytes() const override;
  bool is_open() const override { return connection_ != nullptr; }

  void connection_gone();

 private:
  HttpConnection* connection_;
  std::function<void()> gone_;
  bool chunked_;
  bool bodyless_;  // the answer to a HEAD
};

class HttpExchange final : public Exchange, public std::enable_shared_from_this<HttpExchange> {
 public:
  HttpExchange(HttpConnection& connection, Loop& loop, Request request);

  const Request& request() const override { return request_; }
  void respond(Response response) override;
  std::shared_ptr<Stream> start_stream(Response head) override;
  void upgrade(std::string_view subprotocol, std::unique_ptr<WebSocketHandler> handler) override;
  void abandoned() override;
  bool client_present() const override;
  std::shared_ptr<const ClientState> client() override;
  bool in_reserve() const override { return connection_ != nullptr && connection_->in_reserve(); }
  void protect(std::uint64_t holder) override {
    if (connection_ != nullptr) connection_->protect(holder);
  }

  void half_closed() { client_.now(ClientState::Where::half_closed); }

  // The request was answered, or the connection is closing. gone: the client has disconnected.
  void release(bool gone);

 private:
  HttpConnection* connection_;
  Loop& loop_;
  Request request_;
  std::shared_ptr<HttpStream> stream_;
  ClientState client_;
};

}  // namespace walkie::net

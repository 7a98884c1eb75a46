// HttpExchange and HttpStream: what a Responder and a Stream hold of an HttpSession. Either may
// outlive it; a session that goes says so, and every call after that is harmless. Internal to net.
#pragma once

#include <functional>
#include <memory>

#include "net/http_session.h"
#include "net/responder.h"

namespace walkie::net {

class HttpStream final : public Stream {
 public:
  HttpStream(HttpSession& session, bool chunked, bool bodyless);

  bool write(SharedBytes bytes, Delivery delivery) override;
  void close() override;
  void on_close(std::function<void()> gone) override { gone_ = std::move(gone); }
  std::size_t queued_bytes() const override;
  bool is_open() const override { return session_ != nullptr; }

  void session_gone();

 private:
  HttpSession* session_;
  std::function<void()> gone_;
  bool chunked_;
  bool bodyless_;  // the answer to a HEAD
};

class HttpExchange final : public Exchange, public std::enable_shared_from_this<HttpExchange> {
 public:
  HttpExchange(HttpSession& session, Loop& loop, Request request);

  const Request& request() const override { return request_; }
  void respond(Response response) override;
  std::shared_ptr<Stream> start_stream(Response head) override;
  void upgrade(std::string_view subprotocol, std::unique_ptr<WebSocketHandler> handler) override;
  void abandoned() override;
  bool client_present() const override;
  std::shared_ptr<const ClientState> client() override;
  bool in_reserve() const override { return session_ != nullptr && session_->in_reserve(); }
  void vouch(std::uint64_t holder) override {
    if (session_ != nullptr) session_->vouch(holder);
  }

  void half_closed() { client_.now(ClientState::Where::half_closed); }

  // The request was answered in full, or the session goes.
  void release(bool gone);

 private:
  HttpSession* session_;
  Loop& loop_;
  Request request_;
  std::shared_ptr<HttpStream> stream_;
  ClientState client_;
};

}  // namespace walkie::net

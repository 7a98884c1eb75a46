// LiveHandler: the handler that a WebSocket connection owns. Passes every call to the session.
#pragma once

#include <memory>
#include <utility>

#include "api/live/websocket_session.h"
#include "net/connection.h"

namespace walkie::api {

class LiveHandler final : public net::WebSocketHandler {
 public:
  explicit LiveHandler(std::shared_ptr<WebSocketSession> session) : session_(std::move(session)) {}

  void on_open(std::shared_ptr<net::Connection> connection) override {
    session_->open(std::move(connection));
  }
  void on_message(std::string_view text) override { session_->receive(text); }
  void on_close(int code) override { session_->closed(code); }

 private:
  std::shared_ptr<WebSocketSession> session_;
};

}  // namespace walkie::api

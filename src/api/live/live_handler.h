// LiveHandler: what the connection owns; passes everything on to the session.
#pragma once

#include <memory>
#include <utility>

#include "api/live/session.h"
#include "net/connection.h"

namespace walkie::api {

class LiveHandler final : public net::WebSocketHandler {
 public:
  explicit LiveHandler(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  void on_open(std::shared_ptr<net::Connection> connection) override {
    session_->open(std::move(connection));
  }
  void on_message(std::string_view text) override { session_->receive(text); }
  void on_close(int code) override { session_->closed(code); }

 private:
  std::shared_ptr<Session> session_;
};

}  // namespace walkie::api

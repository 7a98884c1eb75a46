// A WebSocket client of the generator: RFC 6455's client side, text only, no extensions.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bench/load/poller.h"

namespace walkie::bench {

class WebSocketClient : public Socket {
 public:
  struct Target {
    std::string host = "127.0.0.1";
    int port = 8080;
    std::string path = "/ws";
    std::string token;  // offered as a subprotocol when not empty
  };

  using Socket::Socket;

  bool open(const Target& target, int source);
  void send_text(std::string_view text);
  bool is_open() const { return open_; }
  int refused_with() const { return refused_with_; }  // HTTP status instead of 101, else 0

  std::function<void()> opened;
  std::function<void(std::string_view)> text;
  std::function<void(int code)> gone;  // close code, 1006 without one

 protected:
  void on_connected() override;
  std::size_t on_bytes(std::string_view bytes) override;
  void on_gone() override;

 private:
  std::size_t take_handshake(std::string_view bytes);
  std::size_t take_frame(std::string_view bytes);
  void send_frame(unsigned char opcode, std::string_view payload);

  Target target_;
  std::string message_;  // of fragments
  bool open_ = false;
  int refused_with_ = 0;
  int close_code_ = 1006;
};

}  // namespace walkie::bench

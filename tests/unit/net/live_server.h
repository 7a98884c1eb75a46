// A net::Server on loopback with its loops on threads, and a client that speaks raw bytes to it.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "net/server.h"
#include "net/websocket_frame.h"
#include "tests/support/seeded_random.h"

namespace walkie::net {

class TestClock final : public Clock {
 public:
  WallTime wall() const override { return {1'795'374'300'000}; }
  Instant now() const override {
    auto since = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
  }
};

constexpr int kPatienceMs = 10'000;  // longer than anything here takes, on any machine

class LiveServer {
 public:
  explicit LiveServer(const Router& router, ServerLimits limits = {}, std::size_t threads = 1,
                      TlsContext* tls = nullptr, bool count_loopback = false) {
    ServerOptions options;
    options.listen.emplace_back();
    options.limits = limits;
    options.tls = tls;
    options.trusted_proxies = {count_loopback ? "10.0.0.0/8" : "127.0.0.0/8"};
    if (count_loopback) options.many_clients.clear();
    std::vector<Loop*> all;
    for (std::size_t i = 0; i < threads; ++i) {
      loops_.push_back(std::make_unique<Loop>(clock_));
      all.push_back(loops_.back().get());
    }
    server_ = std::make_unique<Server>(all, router, std::move(options), random_);
    if (!server_->start()) std::abort();
    for (auto& loop : loops_)
      threads_.emplace_back([loop = loop.get()] { loop->run(); });
  }
  ~LiveServer() {
    std::mutex mutex;
    std::condition_variable changed;
    bool stopped = false;
    server_->stop([&] {
      std::scoped_lock lock(mutex);
      stopped = true;
      changed.notify_all();
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return stopped; });
    lock.unlock();
    for (auto& loop : loops_)
      loop->stop();
    for (auto& thread : threads_)
      thread.join();
    server_.reset();
  }
  Server& server() { return *server_; }
  Loop& loop(std::size_t index = 0) { return *loops_[index]; }
  std::uint16_t port() const { return server_->port(); }

 private:
  TestClock clock_;
  testing::SeededRandom random_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
  std::unique_ptr<Server> server_;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (receive_buffer > 0) {
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      std::abort();
  }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto put = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (put <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
  }
  void finish() { ::shutdown(socket_, SHUT_WR); }

  // Waits for more; false at the end of the stream, or when patience is over.
  bool more() {
    pollfd ready{socket_, POLLIN, 0};
    if (::poll(&ready, 1, kPatienceMs) != 1) return false;
    char buffer[65536];
    auto got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got <= 0) {
      ended_ = true;
      return false;
    }
    received_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }
  // Everything up to and including `end`; what came before the end of the stream if it never came.
  std::string until(std::string_view end) {
    std::size_t at = received_.find(end);
    while (at == std::string::npos && more())
      at = received_.find(end);
    return take(at == std::string::npos ? received_.size() : at + end.size());
  }
  std::string bytes(std::size_t count) {
    while (received_.size() < count && more()) {
    }
    return take(std::min(count, received_.size()));
  }
  std::string rest() {
    while (more()) {
    }
    return take(received_.size());
  }
  bool ended() const { return ended_; }

  // One response with Content-Length: head and body.
  std::string response() {
    std::string head = until("\r\n\r\n");
    std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? head : head + bytes(std::stoul(head.substr(at + 16)));
  }
  std::string ask(std::string_view request) {
    send(request);
    return response();
  }

  void open_websocket(std::string_view path, std::string_view headers = "") {
    send("GET " + std::string(path) +
         " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n" +
         std::string(headers) + "\r\n");
    handshake = until("\r\n\r\n");
  }
  // A masked frame; the mask is zero, so the payload stands as it is.
  void frame(int first_byte, std::string_view payload) {
    std::string out(kMostHeaderBytes, '\0');
    out.resize(
        write_frame_header(out.data(), static_cast<std::uint8_t>(first_byte), payload.size()));
    out[1] = static_cast<char>(out[1] | 0x80);
    send(out.append(4, '\0').append(payload));
  }
  struct Frame {
    int first_byte = 0;  // 0: none came
    std::string payload;
    int close_code() const {
      if (payload.size() < 2) return 1005;
      return static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
    }
  };
  Frame next_frame() {
    std::string head = bytes(2);
    if (head.size() < 2) return {};
    std::size_t size = static_cast<unsigned char>(head[1]);
    if (size > 125) {
      std::string wide = bytes(size == 126 ? 2 : 8);
      size = 0;
      for (char c : wide)
        size = size << 8 | static_cast<unsigned char>(c);
    }
    return {static_cast<unsigned char>(head[0]), bytes(size)};
  }
  std::string handshake;

 private:
  std::string take(std::size_t count) {
    std::string taken = received_.substr(0, count);
    received_.erase(0, count);
    return taken;
  }
  int socket_ = -1;
  std::string received_;
  bool ended_ = false;
};

}  // namespace walkie::net

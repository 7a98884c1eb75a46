// One epoll loop for thousands of client sockets, on one thread: the load generator's engine.
// The generator has code of its own for sockets and frames, so that it cannot share a mistake with
// the server that it measures.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace walkie::bench {

using Nanoseconds = std::int64_t;
Nanoseconds now_ns();  // monotonic

class Poller;

// A TCP connection to the server, within TLS if its poller says so, with its two buffers. Derived
// classes speak a protocol on it.
class Socket {
 public:
  explicit Socket(Poller& poller) : poller_(poller) {}
  virtual ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // Begins to connect from 127.0.0.(1 + source). False: no descriptor, no port left.
  bool connect(const std::string& host, int port, int source);
  void close();  // at once, without on_gone
  void write(std::string_view bytes);
  void set_reading(bool reading);  // a slow reader stops taking bytes
  bool connected() const { return connected_; }
  bool alive() const { return fd_ >= 0; }

 protected:
  virtual void on_connected() = 0;
  // Takes what it can from the front of `bytes`; answers how much it took.
  virtual std::size_t on_bytes(std::string_view bytes) = 0;
  virtual void on_gone() = 0;  // closed by the peer, or failed

 private:
  friend class Poller;
  void ready(std::uint32_t events);
  void begin(std::uint32_t events);
  void shake_hands();
  // As ::send and ::recv: 0 is the end (of reading), below 0 with EAGAIN means not now.
  ssize_t send_some(std::string_view bytes);
  ssize_t receive_some(char* block, std::size_t size);
  void read_some();
  void flush();
  void watch();
  void fail();

  Poller& poller_;
  int fd_ = -1;
  std::unique_ptr<SSL, void (*)(SSL*)> tls_{nullptr, &SSL_free};
  bool connected_ = false;  // TLS included
  bool reading_ = true;
  std::uint32_t watched_ = 0;
  std::string in_, out_;
  std::size_t sent_ = 0;
};

class Poller {
 public:
  // `tls`: every socket speaks it, 1.3 or 1.2, and takes any certificate: what is measured is this
  // machine's own server.
  explicit Poller(bool tls = false);
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // Handles sockets until done() is true or the time is over; answers whether done() was true.
  bool run(Nanoseconds until, const std::function<bool()>& done);

 private:
  friend class Socket;
  int epoll_ = -1;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> tls_{nullptr, &SSL_CTX_free};
};

}  // namespace walkie::bench

// Socket: one non-blocking descriptor, plain or with TLS. No call waits; the owner watches the
// descriptor with its loop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace walkie::net {

class TlsContext;
class TlsSession;

struct Io {
  enum class State : std::uint8_t {
    done,        // `bytes` bytes were read or written
    wait_read,   // try again when readable
    wait_write,  // try again when writable
    ended,       // the peer finished sending (reads only)
    failed,      // reset, or broken TLS
  };
  State state = State::done;
  std::size_t bytes = 0;
};

class Socket {
 public:
  Socket() = default;
  // Takes over the descriptor. With a context it uses TLS; read() does the handshake.
  explicit Socket(int descriptor, TlsContext* tls = nullptr);
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();

  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }
  bool secure() const { return tls_ != nullptr; }

  Io read(std::span<char> into);
  // Reads into `buffer` and calls take(bytes), until take() returns false. A plain socket is read
  // once: the loop reports further bytes. A TLS socket is read until it has no more: the kernel
  // does not report bytes that OpenSSL holds.
  template <class Take>
  Io::State read_into(std::span<char> buffer, Take take) {
    for (;;) {
      const Io io = read(buffer);
      if (io.state != Io::State::done) return io.state;
      if (!take(buffer.first(io.bytes)) || !secure()) return Io::State::done;
    }
  }
  Io write(std::string_view bytes);
  // Ends writing. The peer reads the end of the stream after the written bytes.
  void finish();
  void close();

 private:
  int descriptor_ = -1;
  std::unique_ptr<TlsSession> tls_;
};

}  // namespace walkie::net

// Socket: one non-blocking descriptor, plain or TLS: the seam between the protocols and the wire.
// Nothing here waits; the owner watches the descriptor with its loop.
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
    done,        // `bytes` were moved
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
  // Takes over the descriptor; with a context, TLS is spoken (the handshake happens inside read).
  explicit Socket(int descriptor, TlsContext* tls = nullptr);
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();

  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }
  bool secure() const { return tls_ != nullptr; }

  Io read(std::span<char> into);
  // Hands over what has come, through `buffer`, until take() answers that it wants no more. From a
  // plain socket once: its loop knows whether there is more; what a TLS session holds only it
  // knows.
  template <class Take>
  Io::State read_into(std::span<char> buffer, Take take) {
    for (;;) {
      const Io io = read(buffer);
      if (io.state != Io::State::done) return io.state;
      if (!take(buffer.first(io.bytes)) || !secure()) return Io::State::done;
    }
  }
  Io write(std::string_view bytes);
  // No more will be written: the peer reads an end once it has read everything.
  void finish();
  void close();

 private:
  int descriptor_ = -1;
  std::unique_ptr<TlsSession> tls_;
};

}  // namespace walkie::net

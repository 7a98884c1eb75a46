#include "net/socket.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "net/tls.h"

namespace walkie::net {

Socket::Socket(int descriptor, TlsContext* tls) : descriptor_(descriptor) {
  if (tls != nullptr) tls_ = std::make_unique<TlsSession>(*tls, descriptor);
}

Socket::Socket(Socket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), tls_(std::move(other.tls_)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this == &other) return *this;
  close();
  descriptor_ = std::exchange(other.descriptor_, -1);
  tls_ = std::move(other.tls_);
  return *this;
}

Socket::~Socket() { close(); }

Io Socket::read(std::span<char> into) {
  if (tls_) return tls_->read(into);
  for (;;) {
    auto got = ::recv(descriptor_, into.data(), into.size(), 0);
    if (got > 0) return {Io::State::done, static_cast<std::size_t>(got)};
    if (got == 0) return {Io::State::ended, 0};
    if (errno == EINTR) continue;
    bool later = errno == EAGAIN || errno == EWOULDBLOCK;
    return {later ? Io::State::wait_read : Io::State::failed, 0};
  }
}

Io Socket::write(std::string_view bytes) {
  if (tls_) return tls_->write(bytes);
  for (;;) {
    auto put = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put >= 0) return {Io::State::done, static_cast<std::size_t>(put)};
    if (errno == EINTR) continue;
    bool later = errno == EAGAIN || errno == EWOULDBLOCK;
    return {later ? Io::State::wait_write : Io::State::failed, 0};
  }
}

void Socket::finish() {
  if (descriptor_ < 0) return;
  if (tls_) tls_->finish();
  ::shutdown(descriptor_, SHUT_WR);
}

void Socket::close() {
  if (descriptor_ < 0) return;
  tls_.reset();
  ::close(std::exchange(descriptor_, -1));
}

}  // namespace walkie::net

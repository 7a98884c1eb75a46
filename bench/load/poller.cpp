#include "bench/load/poller.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>

namespace walkie::bench {
namespace {

sockaddr_in loopback(const std::string& host, int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
  return address;
}

}  // namespace

Nanoseconds now_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<Nanoseconds>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

Socket::~Socket() { close(); }

bool Socket::connect(const std::string& host, int port, int source) {
  close();
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd_ < 0) return false;
  const int one = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (source > 0) {
    ::setsockopt(fd_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    auto from = loopback("127.0.0." + std::to_string(1 + source), 0);
    ::bind(fd_, reinterpret_cast<const sockaddr*>(&from), sizeof from);
  }
  const auto to = loopback(host, port);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 &&
      errno != EINPROGRESS) {
    close();
    return false;
  }
  watched_ = EPOLLOUT;
  epoll_event event{.events = watched_, .data = {.ptr = this}};
  ::epoll_ctl(poller_.epoll_, EPOLL_CTL_ADD, fd_, &event);
  return true;
}

void Socket::close() {
  tls_.reset();
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
  connected_ = false;
  in_.clear();
  out_.clear();
  sent_ = 0;
}

void Socket::fail() {
  close();
  on_gone();
}

void Socket::watch() {
  const std::uint32_t wanted =
      (reading_ ? EPOLLIN : 0U) | (sent_ < out_.size() || !connected_ ? EPOLLOUT : 0U);
  if (fd_ < 0 || wanted == watched_) return;
  watched_ = wanted;
  epoll_event event{.events = watched_, .data = {.ptr = this}};
  ::epoll_ctl(poller_.epoll_, EPOLL_CTL_MOD, fd_, &event);
}

void Socket::set_reading(bool reading) {
  reading_ = reading;
  watch();
}

void Socket::write(std::string_view bytes) {
  if (fd_ < 0) return;
  if (connected_ && out_.empty()) {
    const auto count = send_some(bytes);
    if (count == static_cast<ssize_t>(bytes.size())) return;
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  out_.append(bytes);
  watch();
}

void Socket::flush() {
  while (sent_ < out_.size()) {
    const auto count = send_some(std::string_view(out_).substr(sent_));
    if (count <= 0) break;
    sent_ += static_cast<std::size_t>(count);
  }
  if (sent_ == out_.size()) {
    out_.clear();
    sent_ = 0;
  }
}

ssize_t Socket::send_some(std::string_view bytes) {
  if (!tls_) return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
}

ssize_t Socket::receive_some(char* block, std::size_t size) {
  if (!tls_) return ::recv(fd_, block, size, 0);
  const int count = SSL_read(tls_.get(), block, static_cast<int>(size));
  if (count > 0) return count;
  const int why = SSL_get_error(tls_.get(), count);
  if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return 0;
  errno = EAGAIN;
  return -1;
}

void Socket::read_some() {
  static thread_local std::array<char, 256 * 1024> block;
  const auto count = receive_some(block.data(), block.size());
  if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) return fail();
  if (count < 0) return;
  const std::string_view fresh(block.data(), static_cast<std::size_t>(count));
  if (in_.empty()) {
    const auto taken = on_bytes(fresh);
    if (fd_ >= 0) in_.assign(fresh.substr(taken));
    return;
  }
  in_.append(fresh);
  const auto taken = on_bytes(in_);
  if (fd_ >= 0) in_.erase(0, taken);
}

void Socket::begin(std::uint32_t events) {
  if (tls_) return shake_hands();
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0 || (events & (EPOLLERR | EPOLLHUP)) != 0) return fail();
  if (poller_.tls_) {
    tls_.reset(SSL_new(poller_.tls_.get()));
    SSL_set_fd(tls_.get(), fd_);
    SSL_set_connect_state(tls_.get());
    return shake_hands();
  }
  connected_ = true;
  on_connected();
}

void Socket::shake_hands() {
  const int done = SSL_do_handshake(tls_.get());
  if (done == 1) {
    connected_ = true;
    return on_connected();
  }
  const int why = SSL_get_error(tls_.get(), done);
  if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return fail();
  watched_ = why == SSL_ERROR_WANT_READ ? EPOLLIN : EPOLLOUT;
  epoll_event event{.events = watched_, .data = {.ptr = this}};
  ::epoll_ctl(poller_.epoll_, EPOLL_CTL_MOD, fd_, &event);
}

void Socket::ready(std::uint32_t events) {
  if (!connected_) begin(events);
  if (!connected_) return;
  if (fd_ >= 0 && (events & EPOLLOUT) != 0) flush();
  if (fd_ >= 0 && reading_ && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read_some();
  // What TLS has taken from the socket already wakes nobody.
  while (fd_ >= 0 && reading_ && tls_ && SSL_pending(tls_.get()) > 0)
    read_some();
  watch();
}

Poller::Poller(bool tls) : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!tls) return;
  tls_.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(tls_.get(), TLS1_2_VERSION);
  SSL_CTX_set_mode(tls_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_RELEASE_BUFFERS |
                                   SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_verify(tls_.get(), SSL_VERIFY_NONE, nullptr);
}

Poller::~Poller() { ::close(epoll_); }

bool Poller::run(Nanoseconds until, const std::function<bool()>& done) {
  std::array<epoll_event, 512> events;
  while (!done()) {
    const auto left_ms = (until - now_ns()) / 1'000'000;
    if (left_ms < 0) return false;
    const int wait_ms = static_cast<int>(left_ms < 20 ? left_ms : 20);
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_ms);
    for (int i = 0; i < count; ++i) {
      auto* socket = static_cast<Socket*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (socket->alive()) socket->ready(events[static_cast<std::size_t>(i)].events);
    }
  }
  return true;
}

}  // namespace walkie::bench

#include "net/acceptor.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace walkie::net {

namespace {

constexpr int kAcceptsPerTurn = 256;
constexpr int kBacklog = 4096;

// The answer that the API would give. The request has not been read.
constexpr std::string_view kTurnedAway =
    "Content-Type: application/problem+json\r\nContent-Length: 159\r\nCache-Control: no-store\r\n"
    "X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'; "
    "frame-ancestors 'none'\r\n\r\n"
    R"({"type":"about:blank","title":"Service Unavailable","status":503,)"
    R"("code":"too_many_connections",)"
    R"("detail":"Too many connections at the moment. Try again later."})";

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
};

bool fill(const ListenAddress& from, SocketAddress& to) {
  auto* v4 = reinterpret_cast<sockaddr_in*>(&to.storage);
  if (::inet_pton(AF_INET, from.address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(from.port);
    to.size = sizeof *v4;
    return true;
  }
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&to.storage);
  if (::inet_pton(AF_INET6, from.address.c_str(), &v6->sin6_addr) != 1) return false;
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(from.port);
  to.size = sizeof *v6;
  return true;
}

std::string address_text(const SocketAddress& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.storage.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address.storage);
    ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
  } else if (address.storage.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address.storage);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
      ::inet_ntop(AF_INET, v6.sin6_addr.s6_addr + 12, text, sizeof text);
    } else {
      ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    }
  }
  return text;
}

Error listen_error(const ListenAddress& address, const char* what) {
  Error error;
  error.code = Code::unavailable;
  error.reason = "listen";
  error.detail =
      "cannot listen on " + address.address + ":" + std::to_string(address.port) + ": " + what;
  return error;
}

int spare_descriptor() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

}  // namespace

void turn_away(int descriptor, int retry_after_s) {
  if (retry_after_s == 0) {
    ::close(descriptor);
    return;
  }
  std::string answer = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: " +
                       std::to_string(retry_after_s) + "\r\n";
  answer.append(kTurnedAway);
  [[maybe_unused]] auto sent = ::send(descriptor, answer.data(), answer.size(), MSG_NOSIGNAL);
  ::shutdown(descriptor, SHUT_WR);
  // Reads what the peer has sent: closing with unread bytes would reset the connection, and the
  // answer would be lost.
  char unread[4096];
  [[maybe_unused]] auto got = ::recv(descriptor, unread, sizeof unread, MSG_DONTWAIT);
  ::close(descriptor);
}

Acceptor::Acceptor(Loop& loop, Deal deal, std::function<void()> refused)
    : loop_(loop),
      deal_(std::move(deal)),
      refused_(std::move(refused)),
      reserve_(spare_descriptor()) {}

Acceptor::~Acceptor() {
  end();
  if (reserve_ >= 0) ::close(reserve_);
}

Result<void> Acceptor::listen(const ListenAddress& address) {
  SocketAddress target;
  if (!fill(address, target)) return listen_error(address, "not an IPv4 or IPv6 address");
  listening_ = ::socket(target.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listening_ < 0) return listen_error(address, std::strerror(errno));
  int one = 1;
  ::setsockopt(listening_, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  // Accepted sockets inherit TCP_NODELAY. Net writes whole batches, so delaying small writes gains
  // nothing.
  ::setsockopt(listening_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (::bind(listening_, target.raw(), target.size) != 0 || ::listen(listening_, kBacklog) != 0) {
    return listen_error(address, std::strerror(errno));
  }
  SocketAddress bound;
  ::getsockname(listening_, bound.raw(), &bound.size);
  port_ = ntohs(bound.storage.ss_family == AF_INET
                    ? reinterpret_cast<sockaddr_in&>(bound.storage).sin_port
                    : reinterpret_cast<sockaddr_in6&>(bound.storage).sin6_port);
  return {};
}

void Acceptor::begin() {
  loop_.watch(listening_, EPOLLIN, *this);
  watching_ = true;
}

void Acceptor::end() {
  if (listening_ < 0) return;
  if (std::exchange(watching_, false)) loop_.unwatch(listening_, *this);
  ::close(std::exchange(listening_, -1));
}

void Acceptor::on_ready(std::uint32_t) {
  for (int i = 0; i < kAcceptsPerTurn && listening_ >= 0; ++i) {
    SocketAddress peer;
    int descriptor = ::accept4(listening_, peer.raw(), &peer.size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
      deal_(descriptor, address_text(peer));
    } else if (errno == EMFILE || errno == ENFILE) {
      return accept_without_descriptor();
    } else if (errno != EINTR && errno != ECONNABORTED) {
      return;
    }
  }
}

void Acceptor::accept_without_descriptor() {
  if (reserve_ < 0) {
    reserve_ = spare_descriptor();
    if (reserve_ < 0) return;
  }
  ::close(reserve_);
  int descriptor = ::accept4(listening_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor >= 0) {
    turn_away(descriptor, 5);
    refused_();
  }
  reserve_ = spare_descriptor();
}

}  // namespace walkie::net

#include "net/tcp_connection.h"

#include <sys/epoll.h>

namespace walkie::net {

TcpConnection::~TcpConnection() {
  if (!has_left()) context_.loop.unwatch(socket_.descriptor(), *this);
  context_.loop.flush_never(*this);
}

void TcpConnection::interest(std::uint32_t events) {
  if (events == interest_ || has_left()) return;
  interest_ = events;
  context_.loop.rewatch(socket_.descriptor(), events, *this);
}

void TcpConnection::want_write(bool wanted) {
  interest(wanted ? interest_ | EPOLLOUT : interest_ & ~static_cast<std::uint32_t>(EPOLLOUT));
}

void TcpConnection::leave() {
  if (has_left()) return;
  disarm();
  context_.loop.unwatch(socket_.descriptor(), *this);
  context_.loop.flush_never(*this);
  socket_.close();
  context_.remove(*this);
}

}  // namespace walkie::net

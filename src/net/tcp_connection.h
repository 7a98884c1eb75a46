// TcpConnection: what the two kinds of connection have in common (HttpConnection and
// WebSocketConnection): a socket that the loop watches, a timer, and the right to be open.
//
// Owner: LoopContext. Internal to net; the loop's thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "net/admission.h"
#include "net/loop.h"
#include "net/loop_context.h"
#include "net/socket.h"
#include "net/timer_wheel.h"

namespace walkie::net {

class TcpConnection : public std::enable_shared_from_this<TcpConnection>,
                      public Watcher,
                      public Flushable,
                      protected TimerWheel::Timer {
 public:
  TcpConnection(LoopContext& context, Socket socket, std::uint32_t interest)
      : context_(context), socket_(std::move(socket)), interest_(interest) {}
  ~TcpConnection() override;

  virtual void drain() = 0;  // the server drains: close as soon as no request is in flight
  virtual void cut() = 0;    // the server stops: close now
  // Admission chose it because it was idle. It closes, or calls Admission::Slot::keep when it is
  // idle no more.
  virtual void close_if_idle() {}
  void admit(std::shared_ptr<Admission::Slot> slot) { slot_ = std::move(slot); }

 protected:
  void interest(std::uint32_t events);
  void want_write(bool wanted);
  // Closes the socket and leaves the context. The object lives until the end of the turn.
  void leave();
  bool has_left() const { return !socket_.is_open(); }
  Instant now() const { return context_.loop.now(); }
  void arm(Instant due) { context_.loop.timers().arm(*this, due); }

  LoopContext& context_;
  Socket socket_;
  std::shared_ptr<Admission::Slot> slot_;

 private:
  friend class LoopContext;
  std::uint32_t interest_;
  std::uint32_t index_ = 0;  // in context_.connections_
};

}  // namespace walkie::net

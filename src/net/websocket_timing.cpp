// The timer of a WebSocketConnection: Pings, silence, stalled writing, and the end of closing. A
// message does not rearm it: it computes its next time when it fires.
#include <algorithm>

#include "base/close_codes.h"
#include "net/websocket_connection.h"

namespace walkie::net {

namespace {
constexpr Duration kCoarse{250};
}  // namespace

// Rounds to a quarter of a second, so that thousands of idle connections share their wake-ups.
Instant WebSocketConnection::coarse(Instant due) const {
  if (due - now() < kCoarse * 20) return due;
  return {(due.ms + kCoarse.count() - 1) / kCoarse.count() * kCoarse.count()};
}

void WebSocketConnection::schedule() {
  if (has_left()) return;
  if (state_ != State::open) return arm(deadline_);
  Instant due = std::min(next_ping_, last_received_ + context_.limits.websocket.ping_timeout);
  if (blocked_) due = std::min(due, last_progress_ + context_.limits.queue.stall_time);
  arm(coarse(due));
}

void WebSocketConnection::on_time() {
  if (state_ != State::open) {
    if (now() >= deadline_) return close_now(close_code_);
    return schedule();
  }
  const WebSocketLimits& limits = context_.limits.websocket;
  if (blocked_ && now() - last_progress_ >= context_.limits.queue.stall_time) {
    return too_slow(std::min(limits.close_time, kShortLinger));
  }
  if (now() - last_received_ >= limits.ping_timeout) {
    context_.counters.closed_no_pong.add();
    close_code_ = close::no_pong.number;
    return fail(close::no_pong.number, close::no_pong.reason,
                std::min(limits.close_time, kShortLinger));
  }
  if (now() >= next_ping_) {
    next_ping_ = now() + limits.ping_interval;
    if (unanswered_pings_ < 255) ++unanswered_pings_;
    push_frame(SharedBytes(std::string_view()), first_byte_of(Opcode::ping));
  }
  schedule();
}

}  // namespace walkie::net

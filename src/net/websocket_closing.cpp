// How a WebSocketConnection ends: the closing handshake from either side, failures, and the socket
// that just goes away. Whatever the way, on_close is told once.
#include <algorithm>

#include "net/websocket_connection.h"

namespace walkie::net {

namespace {

constexpr Duration kShortLinger{1'000};

// Cut to what fits in a Close frame, at the start of a character.
std::string_view fit_reason(std::string_view reason) {
  constexpr std::size_t kMost = 123;
  if (reason.size() <= kMost) return reason;
  std::size_t size = kMost;
  while (size > 0 && (static_cast<unsigned char>(reason[size]) & 0xc0) == 0x80)
    --size;
  return reason.substr(0, size);
}

}  // namespace

void WebSocketConnection::push_close(int code, std::string_view reason) {
  std::string payload;
  if (code != 1005) {
    payload.push_back(static_cast<char>(code >> 8));
    payload.push_back(static_cast<char>(code & 0xff));
    payload.append(fit_reason(reason));
  }
  push_frame(SharedBytes(payload), first_byte_of(Opcode::close));
}

void WebSocketConnection::close(int code, std::string_view reason) {
  if (state_ != State::open) return;
  state_ = State::closing;
  close_code_ = static_cast<std::uint16_t>(code);
  push_close(code, reason);
  deadline_ = now() + home_.limits.websocket.close_time;
  schedule();
}

void WebSocketConnection::too_slow(Duration linger) {
  if (state_ != State::open) return;
  home_.counters.closed_too_slow.add();
  queue_.drop_unbegun();
  push_close(4001, "too slow");
  state_ = State::done;
  deadline_ = now() + linger;
  close_code_ = 4001;
  schedule();
  tell_closed_later(4001);
}

// Breaks off because of what the peer did, or did not do.
void WebSocketConnection::fail(int code, std::string_view reason, Duration linger) {
  if (state_ == State::done) return;
  if (state_ == State::open) push_close(code, reason);
  end(code, linger);
}

// No more frames are read; on_close is told; the queue goes out, then the socket's end is awaited.
void WebSocketConnection::end(int code, Duration linger) {
  state_ = State::done;
  deadline_ = now() + linger;
  if (!blocked_) home_.loop.flush_later(*this);
  schedule();
  tell_closed(code);
}

void WebSocketConnection::tell_closed(int code) {
  if (!handler_) return;
  // It may be in the middle of a call of its own: it lives to the end of the turn.
  std::shared_ptr<WebSocketHandler> handler = std::move(handler_);
  home_.loop.bury(handler);
  handler->on_close(code);
}

// Not from inside send: whoever publishes must not be called back in the middle of it.
void WebSocketConnection::tell_closed_later(int code) {
  home_.loop.post([self = shared_from_this(), code] {
    static_cast<WebSocketConnection&>(*self).tell_closed(code);
  });
}

void WebSocketConnection::depart() {
  if (!has_left()) home_.counters.websockets.subtract_one();
  leave();
}

// The socket is of no use any more.
void WebSocketConnection::vanish(int code) {
  if (has_left()) return;
  int told = state_ == State::open ? code : close_code_;
  state_ = State::done;
  queue_.clear();
  auto self = shared_from_this();
  depart();
  in_send_ ? tell_closed_later(told) : tell_closed(told);
}

void WebSocketConnection::cut() {
  if (state_ == State::open) {
    // Best effort: one write, no waiting.
    queue_.drop_unbegun();
    push_close(1001, "the server stops");
    close_code_ = 1001;
    flush();
  }
  vanish(1001);
}

int WebSocketConnection::on_close_frame(std::string_view payload) {
  int code = 1005;  // "no code was given"
  if (payload.size() == 1) return 1002;
  if (payload.size() >= 2) {
    code = static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
    if (!valid_close_code(code)) return 1002;
    if (!valid_utf8(payload.substr(2))) return 1007;
  }
  Duration linger = std::min(home_.limits.websocket.close_time, kShortLinger);
  if (state_ == State::open) {
    push_close(code, "");
    end(code, linger);
  } else {
    end(close_code_, linger);
  }
  return 0;
}

}  // namespace walkie::net

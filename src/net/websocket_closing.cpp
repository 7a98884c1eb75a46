// How a WebSocketConnection ends: the closing handshake from either side, failures, and the loss of
// the socket. In each case on_close is called once.
#include <algorithm>

#include "base/close_codes.h"
#include "base/utf8.h"
#include "net/websocket_connection.h"

namespace walkie::net {

namespace {

constexpr int kNoCode = 1005;                  // RFC 6455 7.4.1: a Close frame without a code
constexpr std::size_t kMostReasonBytes = 123;  // RFC 6455 5.5, without the code

}  // namespace

void WebSocketConnection::push_close(int code, std::string_view reason) {
  std::string payload;
  if (code != kNoCode) {
    payload.push_back(static_cast<char>(code >> 8));
    payload.push_back(static_cast<char>(code & 0xff));
    payload.append(utf8_prefix(reason, kMostReasonBytes));
  }
  push_frame(SharedBytes(payload), first_byte_of(Opcode::close));
}

void WebSocketConnection::close(int code, std::string_view reason) {
  if (state_ != State::open) return;
  state_ = State::closing;
  close_code_ = static_cast<std::uint16_t>(code);
  push_close(code, reason);
  deadline_ = now() + context_.limits.websocket.close_time;
  schedule();
}

void WebSocketConnection::too_slow(Duration linger) {
  if (state_ != State::open) return;
  context_.counters.closed_too_slow.add();
  queue_.drop_unbegun();
  push_close(close::too_slow.number, close::too_slow.reason);
  state_ = State::done;
  deadline_ = now() + linger;
  close_code_ = close::too_slow.number;
  schedule();
  notify_closed_later(close::too_slow.number);
}

// Fails the connection because of an error of the peer.
void WebSocketConnection::fail(int code, std::string_view reason, Duration linger) {
  if (state_ == State::done) return;
  if (state_ == State::open) push_close(code, reason);
  end(code, linger);
}

// Stops reading frames and calls on_close. The queue is written, then the socket ends.
void WebSocketConnection::end(int code, Duration linger) {
  state_ = State::done;
  deadline_ = now() + linger;
  if (!blocked_) context_.loop.flush_later(*this);
  schedule();
  notify_closed(code);
}

void WebSocketConnection::notify_closed(int code) {
  if (!handler_) return;
  // The handler may be in a call of its own, so it lives until the end of the turn.
  std::shared_ptr<WebSocketHandler> handler = std::move(handler_);
  context_.loop.destroy_later(handler);
  handler->on_close(code);
}

// Later, not inside send(): the publisher must not be called back during its own call.
void WebSocketConnection::notify_closed_later(int code) {
  context_.loop.post([self = shared_from_this(), code] {
    static_cast<WebSocketConnection&>(*self).notify_closed(code);
  });
}

void WebSocketConnection::close_socket() {
  if (!has_left()) context_.counters.websockets.subtract_one();
  leave();
}

// The socket has failed or ended: closes it without a closing handshake.
void WebSocketConnection::close_now(int code) {
  if (has_left()) return;
  int told = state_ == State::open ? code : close_code_;
  state_ = State::done;
  queue_.clear();
  auto self = shared_from_this();
  close_socket();
  in_send_ ? notify_closed_later(told) : notify_closed(told);
}

void WebSocketConnection::cut() {
  if (state_ == State::open) {
    // Best effort: one write, no waiting.
    queue_.drop_unbegun();
    push_close(close::going_away.number, close::going_away.reason);
    close_code_ = close::going_away.number;
    flush();
  }
  close_now(close::going_away.number);
}

int WebSocketConnection::on_close_frame(std::string_view payload) {
  int code = kNoCode;
  if (payload.size() == 1) return close::protocol_error.number;
  if (payload.size() >= 2) {
    code = static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
    if (!valid_close_code(code)) return close::protocol_error.number;
    if (!utf8_valid(payload.substr(2))) return close::not_utf8.number;
  }
  Duration linger = std::min(context_.limits.websocket.close_time, kShortLinger);
  if (state_ == State::open) {
    push_close(code, "");
    end(code, linger);
  } else {
    end(close_code_, linger);
  }
  return 0;
}

}  // namespace walkie::net

#include "net/websocket_connection.h"

#include <sys/epoll.h>

#include <algorithm>

#include "base/close_codes.h"

namespace walkie::net {

namespace {

constexpr std::uint32_t kReads = EPOLLIN | EPOLLRDHUP;

}  // namespace

WebSocketConnection::WebSocketConnection(LoopContext& context, Socket socket,
                                         std::string peer_address, int deflate_bits,
                                         std::unique_ptr<WebSocketHandler> handler)
    : TcpConnection(context, std::move(socket), kReads),
      handler_(std::move(handler)),
      peer_address_(std::move(peer_address)),
      id_(context.next_id()),
      last_received_(now()),
      next_ping_(now() + context.limits.websocket.ping_interval),
      last_progress_(now()),
      deflate_bits_(static_cast<std::uint8_t>(deflate_bits)) {
  context_.counters.websockets.add();
}

WebSocketConnection::~WebSocketConnection() = default;

void WebSocketConnection::open(const std::string& handshake_answer, std::string early_bytes) {
  push_frame(SharedBytes(handshake_answer), 0);
  schedule();
  handler_->on_open(std::static_pointer_cast<WebSocketConnection>(shared_from_this()));
  if (!early_bytes.empty()) feed(early_bytes);
}

void WebSocketConnection::send(SharedBytes text, Delivery delivery) {
  send_message(Opcode::text, std::move(text), delivery);
}

void WebSocketConnection::send_binary(SharedBytes bytes, Delivery delivery) {
  send_message(Opcode::binary, std::move(bytes), delivery);
}

void WebSocketConnection::send_message(Opcode opcode, SharedBytes payload, Delivery delivery) {
  if (state_ != State::open) return;
  const QueueLimits& limits = context_.limits.queue;
  if (delivery == Delivery::ephemeral && queue_.bytes() > limits.ephemeral_bytes) {
    context_.counters.ephemerals_dropped.add();
    return;
  }
  std::uint8_t first_byte = first_byte_of(opcode);
  if (deflate_bits_ != 0 && payload.size() >= context_.limits.websocket.deflate_min_bytes) {
    SharedBytes compressed = context_.deflate().compress(payload, deflate_bits_);
    if (!compressed.empty()) {
      payload = std::move(compressed);
      first_byte |= kDeflatedBit;
    }
  }
  if (!make_room(payload.size())) return too_slow(context_.limits.websocket.close_time);
  push_frame(std::move(payload), first_byte);
}

// A burst within one turn may fill the queue before anything was written, so this writes first.
bool WebSocketConnection::make_room(std::size_t bytes) {
  std::size_t most = context_.limits.queue.total_bytes;
  if (queue_.bytes() + bytes <= most) return true;
  if (!blocked_) {
    in_send_ = true;
    flush();
    in_send_ = false;
  }
  return state_ == State::open && queue_.bytes() + bytes <= most;
}

void WebSocketConnection::push_frame(SharedBytes payload, std::uint8_t first_byte) {
  queue_.push(std::move(payload), first_byte);
  if (!blocked_) context_.loop.flush_later(*this);
}

void WebSocketConnection::on_ready(std::uint32_t events) {
  if (has_left()) return;
  if ((events & (EPOLLERR | EPOLLHUP)) != 0 && (events & EPOLLIN) == 0)
    return close_now(close::lost.number);
  if ((events & EPOLLOUT) != 0) flush();
  // A TLS read may have waited for the socket to be writable.
  bool readable = socket_.secure() || (events & (EPOLLIN | EPOLLRDHUP)) != 0;
  if (has_left() || !readable) return;
  state_ == State::done ? discard() : read();
}

void WebSocketConnection::read() {
  const auto state = socket_.read_into(context_.loop.read_buffer(), [this](std::span<char> bytes) {
    last_received_ = now();
    feed(bytes);
    return !has_left() && state_ != State::done;
  });
  if (state == Io::State::wait_write) return want_write(true);
  if (state == Io::State::ended || state == Io::State::failed) close_now(close::lost.number);
}

void WebSocketConnection::feed(std::span<char> bytes) {
  int code = reader_.feed(bytes, context_.limits.websocket, deflate_bits_ != 0, *this);
  if (code != 0) fail(code, "", context_.limits.websocket.close_time);
}

// Reads and drops bytes after the end: closing a socket with unread bytes would reset the
// connection before the peer has read our Close.
void WebSocketConnection::discard() {
  for (int i = 0; i < 16; ++i) {
    Io io = socket_.read(context_.loop.read_buffer());
    if (io.state == Io::State::done) continue;
    if (io.state == Io::State::ended || io.state == Io::State::failed) close_socket();
    return;
  }
}

int WebSocketConnection::on_data(Opcode opcode, bool deflated, std::string_view bytes) {
  context_.counters.frames_in.add();
  if (state_ != State::open) return 0;
  if (deflated) {
    bool too_big = false;
    auto inflated =
        context_.deflate().inflate(bytes, context_.limits.websocket.message_bytes, too_big);
    if (!inflated) return too_big ? close::too_big.number : close::not_utf8.number;
    if (opcode == Opcode::text && !utf8_valid(*inflated)) return close::not_utf8.number;
    // The handler may send, and so compress into the shared buffer: copy the view first.
    std::string own(*inflated);
    if (opcode == Opcode::text) return handler_->on_message(own), 0;
    return handler_->on_binary(own) ? 0 : close::unsupported_kind.number;
  }
  if (opcode == Opcode::text) return handler_->on_message(bytes), 0;
  return handler_->on_binary(bytes) ? 0 : close::unsupported_kind.number;
}

int WebSocketConnection::on_control(Opcode opcode, std::string_view payload) {
  context_.counters.frames_in.add();
  if (opcode == Opcode::close) return on_close_frame(payload);
  if (opcode == Opcode::pong && unanswered_pings_ > 0) {
    --unanswered_pings_;  // an answer to our Ping is not counted
    return 0;
  }
  if (int code = count_control_frame()) return code;
  if (opcode == Opcode::ping && state_ == State::open) {
    push_frame(SharedBytes(payload), first_byte_of(Opcode::pong));
  }
  return 0;
}

int WebSocketConnection::count_control_frame() {
  const WebSocketLimits& limits = context_.limits.websocket;
  if (now() - control_window_ >= limits.control_window) {
    control_window_ = now();
    control_frames_ = 0;
  }
  return ++control_frames_ > limits.control_frames ? close::policy.number : 0;
}

void WebSocketConnection::flush() {
  if (has_left()) return;
  bool was_blocked = blocked_;
  while (!queue_.empty()) {
    auto scratch = context_.loop.write_buffer();
    std::size_t size = queue_.gather(scratch);
    Io io = socket_.write({scratch.data(), size});
    if (io.state == Io::State::failed) return close_now(close::lost.number);
    if (io.state == Io::State::done) {
      context_.counters.bytes_out.add(io.bytes);
      context_.counters.frames_out.add(queue_.consume(io.bytes));
      last_progress_ = now();
      if (io.bytes == size || socket_.secure()) continue;
    }
    blocked_ = true;
    want_write(true);
    if (!was_blocked) schedule();
    return;
  }
  blocked_ = false;
  want_write(false);
  if (state_ == State::done && !std::exchange(finished_, true)) socket_.finish();
}

}  // namespace walkie::net

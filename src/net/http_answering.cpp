// The writing half of HttpConnection: answers, streams, the hand-over to a WebSocket, and the end.
#include <sys/epoll.h>

#include <algorithm>

#include "net/http_connection.h"
#include "net/http_exchange.h"
#include "net/http_salvage.h"
#include "net/websocket_connection.h"
#include "net/websocket_handshake.h"

namespace walkie::net {

using namespace std::string_view_literals;

namespace {

constexpr std::uint32_t kReads = EPOLLIN | EPOLLRDHUP;
constexpr Duration kLingerTime{2'000};
constexpr std::size_t kHeadBytes = 512;           // most heads fit
constexpr std::size_t kTogetherBytes = 3 * 1024;  // a smaller body is copied behind its head

void append_header(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": "sv).append(value).append("\r\n"sv);
}

std::string seconds_of(Duration time) { return std::to_string(time.count() / 1000); }

bool has_no_body(int status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

void HttpConnection::write_response(const Request& request, Response& response) {
  bool keep_alive =
      keep_alive_ && !response.close && !body_left_ && !context_.draining && !in_reserve();
  keep_alive_ = keep_alive;
  std::string_view body = response.bytes();
  bool framed = response.bodyless_length != kChunked;
  bool bodyless = request.method() == Method::head || has_no_body(response.status) || !framed;
  bool together = !bodyless && body.size() <= kTogetherBytes;
  std::string head;
  head.reserve(kHeadBytes + (together ? body.size() : 0));
  head.append("HTTP/1.1 "sv).append(std::to_string(response.status)).append(" "sv);
  head.append(reason_phrase(response.status)).append("\r\n"sv);
  append_header(head, "Date"sv, context_.date());
  head.append(response.headers.text());
  bool old = request.version_minor() == 0;
  if (!keep_alive) {
    append_header(head, "Connection"sv, "close"sv);
  } else if (old) {
    append_header(head, "Connection"sv, "keep-alive"sv);
  }
  if (framed && !has_no_body(response.status)) {
    std::size_t size = body.empty() ? response.bodyless_length : body.size();
    append_header(head, "Content-Length"sv, std::to_string(size));
  } else if (!framed && !old) {
    append_header(head, "Transfer-Encoding"sv, "chunked"sv);
  }
  head.append("\r\n"sv);
  if (together) return out_.push(std::move(head.append(body)));
  out_.push(std::move(head));
  if (bodyless) return;
  if (!response.body.empty()) {
    out_.push(std::move(response.body), std::move(response.held));
  } else if (!response.shared.empty()) {
    out_.push(std::move(response.shared));
  } else {
    out_.push_fixed(response.fixed);
  }
}

void HttpConnection::answer(const Request& request, Response response) {
  if (state_ != State::handling) return;
  context_.router.apply_decorator(request, response);
  write_response(request, response);
  next_request(keep_alive_);
}

void HttpConnection::answer_head(const Request& request, Response& head, bool chunked) {
  context_.router.apply_decorator(request, head);
  head.body.clear();
  head.bodyless_length = kChunked;
  if (!chunked) keep_alive_ = false;  // HTTP/1.0: the end of the connection is the end of the body
  write_response(request, head);
  state_ = State::streaming;
  slot_->live();
  watch_for(kReads);
  flush_soon();
}

void HttpConnection::end_stream() {
  slot_->live_ended();
  next_request(keep_alive_);
}

// A request too broken to have a handler: answered here, and the connection ends. `head` is what
// came of it.
void HttpConnection::refuse(const HttpRefusal& refusal, std::string_view head) {
  answer_refusal(refusal, salvage_request(head, context_.limits.http));
}

void HttpConnection::refuse_body(const HttpRefusal& refusal) {
  answer_refusal(refusal, std::move(incoming_->builder));
}

void HttpConnection::answer_refusal(const HttpRefusal& refusal, RequestBuilder from) {
  auto client = context_.proxies.client_of(from.peek(), peer_address_, socket_.secure());
  from.peer_address(std::move(client.address)).secure(client.secure);
  Response response = refusal_response(refusal);
  response.close = true;
  incoming_.reset();
  const Request request = from.take();
  context_.router.apply_decorator(request, response);
  write_response(request, response);
  linger();
}

void HttpConnection::next_request(bool keep_alive) {
  if (auto exchange = std::exchange(exchange_, nullptr)) exchange->release(false);
  flush_soon();
  if (!keep_alive || peer_ended_) return linger();
  state_ = State::head;
  answered_at_ = now();
  slot_->idle(answered_at_);
  deadline_ = answered_at_ + context_.limits.http.idle_time;
  watch_for(kReads);
  schedule();
  process();
}

// What is queued goes out, then what still comes is read and dropped: closing at once would reset
// the connection, and the peer might lose the answer that says what was wrong.
void HttpConnection::linger() {
  state_ = State::lingering;
  answered_at_ = now();
  deadline_ = answered_at_ + kLingerTime;
  watch_for(kReads);
  flush_soon();
  schedule();
}

void HttpConnection::discard() {
  for (int i = 0; i < 16; ++i) {
    Io io = socket_.read(context_.loop.read_buffer());
    if (io.state == Io::State::done) continue;
    if (io.state == Io::State::wait_read || io.state == Io::State::wait_write) return;
    peer_ended_ = true;
    if (io.state == Io::State::failed || out_.empty()) return close_now();
    return watch_for(0);
  }
}

void HttpConnection::flush() {
  if (has_left()) return;
  bool was_blocked = blocked_;
  while (!out_.empty()) {
    std::string_view bytes = out_.front(context_.loop.write_buffer());
    Io io = socket_.write(bytes);
    if (io.state == Io::State::failed) return close_now();
    if (io.state == Io::State::done) {
      context_.counters.bytes_out.add(io.bytes);
      out_.consume(io.bytes);
      last_progress_ = now();
      if (io.bytes == bytes.size() || socket_.secure()) continue;
    }
    blocked_ = true;
    want_write(true);
    if (!was_blocked) schedule();
    return;
  }
  blocked_ = false;
  want_write(false);
  if (state_ == State::lingering && !std::exchange(finished_, true)) {
    if (peer_ended_) return close_now();
    socket_.finish();
    slot_->idle(answered_at_);  // it waits for its client only
  }
  // Pipelined requests that waited for room in the queue.
  if (state_ == State::head && (was_blocked || !pending().empty())) process();
}

void HttpConnection::upgrade(const Request& request, std::string_view subprotocol,
                             std::unique_ptr<WebSocketHandler> handler) {
  if (state_ != State::handling || context_.stopped) return;
  flush();  // an answer to an earlier request of the pipeline
  if (has_left() || !out_.empty()) return close_now();
  std::string extensions;
  int bits = 0;
  if (context_.limits.websocket.deflate) {
    if (auto agreement = agree_deflate(request)) {
      extensions = agreement->answer;
      bits = agreement->server_window_bits;
    }
  }
  std::string early(pending());
  in_.clear();
  used_ = 0;
  if (auto exchange = std::exchange(exchange_, nullptr)) exchange->release(false);
  disarm();
  context_.loop.flush_never(*this);
  auto self = shared_from_this();
  auto connection = std::make_shared<WebSocketConnection>(
      context_, std::move(socket_), request.peer_address(), bits, std::move(handler));
  slot_->live();
  slot_->detach();
  connection->admit(std::move(slot_));
  context_.replace(*this, connection);
  connection->open(handshake_answer(request, subprotocol, extensions), std::move(early));
}

void HttpConnection::watch_for(std::uint32_t events) {
  interest(events | (blocked_ ? static_cast<std::uint32_t>(EPOLLOUT) : 0U));
}

void HttpConnection::schedule() {
  if (has_left()) return;
  Instant stalled = last_progress_ + context_.limits.queue.stall_time;
  bool timed = state_ != State::handling && state_ != State::streaming;
  if (timed) {
    arm(blocked_ ? std::min(deadline_, stalled) : deadline_);
  } else if (blocked_) {
    arm(stalled);
  } else {
    disarm();
  }
}

void HttpConnection::on_time() {
  const HttpLimits& limits = context_.limits.http;
  if (blocked_ && now() - last_progress_ >= context_.limits.queue.stall_time) {
    if (state_ == State::streaming) context_.counters.closed_too_slow.add();
    return close_now();
  }
  bool timed = state_ != State::handling && state_ != State::streaming;
  if (!timed || now() < deadline_) return schedule();
  if (state_ == State::head) {
    if (scanner_.size() == 0 && (requests_ > 0 || pending().empty())) return close_now();
    return refuse({408, "request_timeout",
                   "The request's head took longer than " + seconds_of(limits.head_time) + " s."},
                  pending());
  }
  if (state_ == State::body) {
    // The grace is head_time; after it, the average must be what the limit asks for.
    auto seconds = static_cast<std::size_t>((now() - incoming_->started).count() / 1000);
    if (incoming_->received < seconds * limits.body_bytes_per_s) {
      return refuse_body({408, "request_timeout",
                          "The body came at less than " + std::to_string(limits.body_bytes_per_s) +
                              " bytes a second."});
    }
    deadline_ = now() + Duration(1000);
    return schedule();
  }
  if (out_.empty()) return close_now();
  deadline_ = now() + kLingerTime;
  schedule();
}

}  // namespace walkie::net

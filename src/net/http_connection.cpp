#include "net/http_connection.h"

#include <sys/epoll.h>

#include <algorithm>

#include "net/http_exchange.h"
#include "net/websocket_handshake.h"

namespace walkie::net {

namespace {

constexpr std::uint32_t kReads = EPOLLIN | EPOLLRDHUP;
constexpr std::size_t kPipelinedBytes =
    16 * 1024;  // queued answers; above it no further request is read
constexpr Duration kAnswerTime{30'000};
constexpr std::size_t kKeptBytes = 2 * 1024;  // the buffer that an idle connection keeps

}  // namespace

HttpConnection::HttpConnection(LoopContext& context, Socket socket, std::string peer_address,
                               std::shared_ptr<Admission::Slot> slot)
    : TcpConnection(context, std::move(socket), kReads),
      peer_address_(std::move(peer_address)),
      deadline_(now() + context.limits.http.head_time),
      last_progress_(now()) {
  admit(std::move(slot));
  schedule();
}

HttpConnection::~HttpConnection() {
  if (exchange_) exchange_->release(true);
}

void HttpConnection::on_ready(std::uint32_t events) {
  if (has_left()) return;
  if ((events & (EPOLLERR | EPOLLHUP)) != 0 && (events & EPOLLIN) == 0) return close_now();
  if ((events & EPOLLOUT) != 0) flush();
  bool readable = (events & (EPOLLIN | EPOLLRDHUP)) != 0;
  if (has_left() || !(readable || socket_.secure())) return;
  switch (state_) {
    case State::head:
    case State::body:
      return read();
    case State::lingering:
      return discard();
    case State::handling:
    case State::streaming:
      break;
  }
  // Nothing is read while a request is answered. A client that closes during a stream has gone. A
  // client that has only finished sending still waits for its answer.
  hung_up_ |= (events & EPOLLRDHUP) != 0;
  if (hung_up_ && exchange_) exchange_->half_closed();
  if (hung_up_ && state_ == State::streaming) return close_now();
  watch_for(hung_up_ ? 0U : static_cast<std::uint32_t>(EPOLLRDHUP));
}

void HttpConnection::read() {
  const auto state = socket_.read_into(context_.loop.read_buffer(), [this](std::span<char> bytes) {
    if (!std::exchange(received_any_, true) && socket_.secure()) slot_->tls_done();
    in_.append(bytes.data(), bytes.size());
    process();
    return !has_left() && (state_ == State::head || state_ == State::body);
  });
  if (state == Io::State::wait_write) return want_write(true);
  if (state == Io::State::failed) return close_now();
  if (state != Io::State::ended) return;
  peer_ended_ = true;
  out_.empty() ? close_now() : linger();
}

void HttpConnection::process() {
  if (processing_) return;
  processing_ = true;
  while (!has_left() && out_.bytes() < kPipelinedBytes) {
    if (state_ == State::head ? !read_head() : state_ == State::body ? !read_body() : true) break;
  }
  processing_ = false;
  in_.erase(0, std::exchange(used_, 0));
  if (in_.empty() && in_.capacity() > kKeptBytes) std::string().swap(in_);
}

// True when the pending bytes may hold more to process.
bool HttpConnection::read_head() {
  if (scanner_.size() == 0) {
    while (pending().starts_with("\r\n"))
      used_ += 2;  // RFC 9112 2.2
    if (pending().empty() || pending() == "\r") return false;
    if (requests_ > 0 && !keep_alive_) return false;
    deadline_ = std::min(deadline_, now() + context_.limits.http.head_time);
    schedule();
  }
  HttpRefusal refusal;
  bool complete = scanner_.scan(pending(), context_.limits.http, refusal);
  if (refusal) return refuse(refusal, pending()), false;
  if (!complete) return false;
  std::string_view text = pending().substr(0, scanner_.size());
  used_ += scanner_.size();
  scanner_.reset();
  return begin_request(text);
}

bool HttpConnection::begin_request(std::string_view text) {
  HttpHead head;
  if (auto refusal = parse_http_head(text, context_.limits.http, head)) {
    return refuse(refusal, text), false;
  }
  ++requests_;
  context_.counters.requests.add();
  keep_alive_ = head.keep_alive && requests_ < context_.limits.http.requests_per_connection;
  incoming_ = std::make_unique<Incoming>();
  incoming_->started = now();
  incoming_->builder.target(head.method, head.path, head.query)
      .version_minor(head.version_minor)
      .host(head.host)
      .executor(context_.loop)
      .head(std::string(text), std::move(head.fields));
  Router::Parameters parameters;
  incoming_->match = context_.router.match(incoming_->builder.peek(), parameters);
  incoming_->builder.parameters(std::move(parameters));
  std::size_t most = incoming_->match.options.body_bytes;
  if (most == 0) most = context_.limits.http.body_bytes;
  state_ = State::body;
  HttpRefusal refusal = incoming_->reader.start(head, most);
  bool waits = head.expects_continue && head.has_body() && pending().empty();
  if (refusal || (waits && incoming_->match.handler == nullptr)) {
    // The answer is known before the body has arrived. The body is not read, so the connection
    // must be closed after it.
    body_left_ = true;
    if (refusal) {
      incoming_->match.handler = nullptr;
      incoming_->match.refusal = refusal_response(refusal);
    }
    dispatch();
    return false;
  }
  if (waits) {
    out_.push_copy("HTTP/1.1 100 Continue\r\n\r\n");
    flush_soon();
  }
  if (!incoming_->reader.done()) {
    deadline_ = now() + context_.limits.http.head_time;
    schedule();
  }
  return true;
}

bool HttpConnection::read_body() {
  HttpRefusal refusal;
  std::size_t size = incoming_->reader.feed(pending(), incoming_->body, refusal);
  used_ += size;
  incoming_->received += size;
  if (refusal) return refuse_body(refusal), false;
  if (!incoming_->reader.done()) return false;
  incoming_->builder.body(std::move(incoming_->body));
  dispatch();
  return true;
}

void HttpConnection::dispatch() {
  state_ = State::handling;
  slot_->busy();
  disarm();
  auto incoming = std::move(incoming_);
  auto client =
      context_.proxies.client_of(incoming->builder.peek(), peer_address_, socket_.secure());
  incoming->builder.peer_address(std::move(client.address)).secure(client.secure);
  exchange_ = std::make_shared<HttpExchange>(*this, context_.loop, incoming->builder.take());
  Responder responder(exchange_);
  const Router::Match& match = incoming->match;
  if (match.handler == nullptr) return responder.respond(std::move(incoming->match.refusal));
  if (match.options.websocket) {
    if (auto refusal = refuse_handshake(responder.request())) {
      return responder.respond(std::move(*refusal));
    }
    if (!context_.handshakes.take(now())) {
      context_.counters.handshakes_refused.add();
      return responder.respond(context_.busy("too_many_handshakes"));
    }
  }
  const Request& request = responder.request();
  (*match.handler)(request, std::move(responder));
}

void HttpConnection::close_now() {
  if (has_left()) return;
  auto self = shared_from_this();
  out_.clear();
  leave();
  if (auto exchange = std::exchange(exchange_, nullptr)) exchange->release(true);
}

void HttpConnection::cut() { close_now(); }

// Closes between two requests and after the last one, but not while a request is received or
// answered. An answer that is still being written has kAnswerTime. In the reserve a slow body does
// not keep the connection.
void HttpConnection::close_if_idle() {
  if (has_left()) return;
  const bool answered = state_ == State::head || state_ == State::lingering;
  if (answered && (out_.empty() || now() - answered_at_ >= kAnswerTime)) return close_now();
  if (state_ == State::body && in_reserve()) return close_now();
  slot_->keep(now());
  if (answered) slot_->idle(answered_at_);
}

void HttpConnection::drain() {
  // Between two requests an earlier answer may not be written yet. It is written, then the
  // connection closes.
  if (state_ == State::head && scanner_.size() == 0) return out_.empty() ? close_now() : linger();
  keep_alive_ = false;
}

}  // namespace walkie::net

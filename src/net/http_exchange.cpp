#include "net/http_exchange.h"

#include <charconv>

namespace walkie::net {

HttpStream::HttpStream(HttpSession& session, bool chunked, bool bodyless)
    : session_(&session), chunked_(chunked), bodyless_(bodyless) {}

bool HttpStream::write(SharedBytes bytes, Delivery delivery) {
  if (session_ == nullptr) return false;
  if (bytes.empty() || bodyless_) return true;
  OutQueue& out = session_->out();
  const QueueLimits& limits = session_->home().limits.queue;
  Counters& counters = session_->home().counters;
  if (delivery == Delivery::ephemeral && out.bytes() > limits.ephemeral_bytes) {
    counters.ephemerals_dropped.add();
    return false;
  }
  if (out.bytes() + bytes.size() > limits.total_bytes) {
    counters.closed_too_slow.add();
    // Not from inside write: the publisher must not be called back in the middle of it.
    HttpSession* session = std::exchange(session_, nullptr);
    session->home().loop.post([session = session->shared_from_this(), gone = std::move(gone_)] {
      static_cast<HttpSession&>(*session).vanish();
      if (gone) gone();
    });
    return false;
  }
  if (chunked_) {
    char size[20];
    auto end = std::to_chars(size, size + sizeof size, bytes.size(), 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    out.push_copy({size, static_cast<std::size_t>(end - size)});
  }
  out.push(std::move(bytes));
  if (chunked_) out.push_copy("\r\n");
  session_->flush_soon();
  return true;
}

void HttpStream::close() {
  if (session_ == nullptr) return;
  HttpSession* session = std::exchange(session_, nullptr);
  gone_ = nullptr;
  if (chunked_ && !bodyless_) session->out().push_copy("0\r\n\r\n");
  session->end_stream();
}

std::size_t HttpStream::queued_bytes() const {
  return session_ == nullptr ? 0 : session_->out().bytes();
}

void HttpStream::session_gone() {
  session_ = nullptr;
  auto gone = std::exchange(gone_, nullptr);
  if (gone) gone();
}

HttpExchange::HttpExchange(HttpSession& session, Loop& loop, Request request)
    : session_(&session), loop_(loop), request_(std::move(request)) {
  if (session.hung_up()) half_closed();
}

void HttpExchange::respond(Response response) {
  if (session_ == nullptr) return;
  auto self = shared_from_this();  // the session drops its hold in the middle
  session_->answer(request_, std::move(response));
}

std::shared_ptr<Stream> HttpExchange::start_stream(Response head) {
  if (session_ == nullptr || session_->hung_up()) {
    respond(std::move(head));
    return nullptr;
  }
  bool chunked = request_.version_minor() >= 1;
  stream_ = std::make_shared<HttpStream>(*session_, chunked, request_.method() == Method::head);
  session_->answer_head(request_, head, chunked);
  return stream_;
}

void HttpExchange::upgrade(std::string_view subprotocol,
                           std::unique_ptr<WebSocketHandler> handler) {
  if (session_ == nullptr) return;
  auto self = shared_from_this();
  session_->upgrade(request_, subprotocol, std::move(handler));
}

void HttpExchange::abandoned() {
  loop_.post([self = shared_from_this()] {
    self->respond(problem_response(500, "internal", "The request was not answered."));
  });
}

bool HttpExchange::client_present() const { return session_ != nullptr && !session_->hung_up(); }

std::shared_ptr<const ClientState> HttpExchange::client() { return {shared_from_this(), &client_}; }

void HttpExchange::release(bool gone) {
  if (gone) client_.now(ClientState::Where::gone);
  session_ = nullptr;
  auto stream = std::move(stream_);
  if (gone && stream) stream->session_gone();
}

}  // namespace walkie::net

#include "net/http_exchange.h"

#include <charconv>

namespace walkie::net {

HttpStream::HttpStream(HttpConnection& connection, bool chunked, bool bodyless)
    : connection_(&connection), chunked_(chunked), bodyless_(bodyless) {}

bool HttpStream::write(SharedBytes bytes, Delivery delivery) {
  if (connection_ == nullptr) return false;
  if (bytes.empty() || bodyless_) return true;
  OutQueue& out = connection_->out();
  const QueueLimits& limits = connection_->context().limits.queue;
  Counters& counters = connection_->context().counters;
  if (delivery == Delivery::ephemeral && out.bytes() > limits.ephemeral_bytes) {
    counters.ephemerals_dropped.add();
    return false;
  }
  if (out.bytes() + bytes.size() > limits.total_bytes) {
    counters.closed_too_slow.add();
    // Later, not inside write(): the publisher must not be called back during its own call.
    HttpConnection* connection = std::exchange(connection_, nullptr);
    connection->context().loop.post(
        [connection = connection->shared_from_this(), gone = std::move(gone_)] {
          static_cast<HttpConnection&>(*connection).close_now();
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
  connection_->flush_soon();
  return true;
}

void HttpStream::close() {
  if (connection_ == nullptr) return;
  HttpConnection* connection = std::exchange(connection_, nullptr);
  gone_ = nullptr;
  if (chunked_ && !bodyless_) connection->out().push_copy("0\r\n\r\n");
  connection->end_stream();
}

std::size_t HttpStream::queued_bytes() const {
  return connection_ == nullptr ? 0 : connection_->out().bytes();
}

void HttpStream::connection_gone() {
  connection_ = nullptr;
  auto gone = std::exchange(gone_, nullptr);
  if (gone) gone();
}

HttpExchange::HttpExchange(HttpConnection& connection, Loop& loop, Request request)
    : connection_(&connection), loop_(loop), request_(std::move(request)) {
  if (connection.hung_up()) half_closed();
}

void HttpExchange::respond(Response response) {
  if (connection_ == nullptr) return;
  auto self = shared_from_this();  // the connection releases its pointer during the call
  connection_->answer(request_, std::move(response));
}

std::shared_ptr<Stream> HttpExchange::start_stream(Response head) {
  if (connection_ == nullptr || connection_->hung_up()) {
    respond(std::move(head));
    return nullptr;
  }
  bool chunked = request_.version_minor() >= 1;
  stream_ = std::make_shared<HttpStream>(*connection_, chunked, request_.method() == Method::head);
  connection_->answer_head(request_, head, chunked);
  return stream_;
}

void HttpExchange::upgrade(std::string_view subprotocol,
                           std::unique_ptr<WebSocketHandler> handler) {
  if (connection_ == nullptr) return;
  auto self = shared_from_this();
  connection_->upgrade(request_, subprotocol, std::move(handler));
}

void HttpExchange::abandoned() {
  loop_.post([self = shared_from_this()] {
    self->respond(problem_response(500, "internal",
                                   "The server did not answer this request. Try again later."));
  });
}

bool HttpExchange::client_present() const {
  return connection_ != nullptr && !connection_->hung_up();
}

std::shared_ptr<const ClientState> HttpExchange::client() { return {shared_from_this(), &client_}; }

void HttpExchange::release(bool gone) {
  if (gone) client_.now(ClientState::Where::gone);
  connection_ = nullptr;
  auto stream = std::move(stream_);
  if (gone && stream) stream->connection_gone();
}

}  // namespace walkie::net

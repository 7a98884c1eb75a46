// HttpConnection: one HTTP/1.1 connection. Reads one request after the other, calls the handler of
// its route, and writes the answers in order. An upgrade gives its socket to a WebSocketConnection.
// Internal to net; the loop's thread only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "net/http_body.h"
#include "net/http_head.h"
#include "net/out_queue.h"
#include "net/request_builder.h"
#include "net/tcp_connection.h"

namespace walkie::net {

class HttpExchange;

// Response::bodyless_length of a head whose body comes in chunks.
constexpr std::size_t kChunked = ~std::size_t{0};

class HttpConnection final : public TcpConnection {
 public:
  HttpConnection(LoopContext& context, Socket socket, std::string peer_address,
                 std::shared_ptr<Admission::Slot> slot);
  ~HttpConnection() override;

  void drain() override;
  void cut() override;
  void close_if_idle() override;

  // For the exchange and the stream of the current request.
  void answer(const Request& request, Response response);
  void answer_head(const Request& request, Response& response, bool chunked);
  void end_stream();
  void upgrade(const Request& request, std::string_view subprotocol,
               std::unique_ptr<WebSocketHandler> handler);
  bool hung_up() const { return hung_up_ || peer_ended_; }
  OutQueue& out() { return out_; }
  LoopContext& context() { return context_; }
  void flush_soon() {
    if (!blocked_) context_.loop.flush_later(*this);
  }
  void close_now();
  bool in_reserve() const { return slot_->in_reserve(); }
  void protect(std::uint64_t holder) { slot_->protect(holder); }

 private:
  enum class State : std::uint8_t { head, body, handling, streaming, lingering };
  // A request whose body is still coming.
  struct Incoming {
    RequestBuilder builder;
    BodyReader reader;
    std::string body;
    Router::Match match;
    Instant started;
    std::size_t received = 0;
  };

  void on_ready(std::uint32_t events) override;
  void flush() override;
  void on_time() override;

  void read();
  void process();
  bool read_head();
  bool begin_request(std::string_view head_text);
  bool read_body();
  void dispatch();
  void refuse(const HttpRefusal& refusal, std::string_view head);
  void refuse_body(const HttpRefusal& refusal);
  void answer_refusal(const HttpRefusal& refusal, RequestBuilder from);
  void write_response(const Request& request, Response& response);
  void next_request(bool keep_alive);
  void linger();
  void discard();
  void schedule();
  void watch_for(std::uint32_t events);
  std::string_view pending() const { return std::string_view(in_).substr(used_); }

  std::string peer_address_;
  std::string in_;  // received bytes; the first used_ are processed
  std::size_t used_ = 0;
  HeadScanner scanner_;
  std::unique_ptr<Incoming> incoming_;
  std::shared_ptr<HttpExchange> exchange_;
  OutQueue out_;
  Instant deadline_;       // of the current state
  Instant last_progress_;  // the last time that bytes were written
  Instant answered_at_;    // when the last answer was made
  std::uint32_t requests_ = 0;
  State state_ = State::head;
  bool keep_alive_ = true;
  bool received_any_ = false;  // so TLS is done
  bool body_left_ = false;     // the answer is sent before the whole body was read
  bool processing_ = false;
  bool blocked_ = false;
  bool hung_up_ = false;     // the client closed while a request was answered
  bool peer_ended_ = false;  // the client finished sending
  bool finished_ = false;
};

}  // namespace walkie::net

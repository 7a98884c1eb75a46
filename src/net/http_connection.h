// HttpConnection: one HTTP/1.1 connection: reads requests one after the other, hands them to the
// router's handlers, writes the answers in order. Ends, or hands its socket over to a WebSocket.
// Internal to net.
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

  // For the exchange and the stream of the request being handled.
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
  std::string in_;  // received; the first used_ bytes are dealt with
  std::size_t used_ = 0;
  HeadScanner scanner_;
  std::unique_ptr<Incoming> incoming_;
  std::shared_ptr<HttpExchange> exchange_;
  OutQueue out_;
  Instant deadline_;       // of the state: head, idle, body check, lingering
  Instant last_progress_;  // of writing
  Instant answered_at_;    // when the last answer was made
  std::uint32_t requests_ = 0;
  State state_ = State::head;
  bool keep_alive_ = true;
  bool received_any_ = false;  // anything at all: TLS is done
  bool body_left_ = false;     // the answer goes out before the request was read to its end
  bool processing_ = false;
  bool blocked_ = false;
  bool hung_up_ = false;     // seen while a request was being answered
  bool peer_ended_ = false;  // read to the end
  bool finished_ = false;
};

}  // namespace walkie::net

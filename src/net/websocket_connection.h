// WebSocketConnection: a Connection over a socket, from the answer to the handshake to the end of
// the TCP connection. Internal to net.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/close_codes.h"
#include "net/connection.h"
#include "net/frame_queue.h"
#include "net/tcp_connection.h"
#include "net/websocket_frame.h"

namespace walkie::net {

class WebSocketConnection final : public TcpConnection, public Connection, private FrameSink {
 public:
  // `deflate_bits`: the agreed window for messages that we compress; 0: no compression.
  WebSocketConnection(LoopContext& context, Socket socket, std::string peer_address,
                      int deflate_bits, std::unique_ptr<WebSocketHandler> handler);
  ~WebSocketConnection() override;

  // Once, after the context has it: queues the answer to the handshake, opens the handler, and
  // reads the bytes that came behind the handshake.
  void open(const std::string& handshake_answer, std::string early_bytes);

  ConnectionId id() const override { return id_; }
  Executor& executor() override { return context_.loop; }
  const std::string& peer_address() const override { return peer_address_; }
  void send(SharedBytes text, Delivery delivery) override;
  void send_binary(SharedBytes bytes, Delivery delivery) override;
  void close(int code, std::string_view reason) override;
  bool is_open() const override { return state_ == State::open; }
  std::size_t queued_bytes() const override { return queue_.bytes(); }

  void drain() override {}
  void cut() override;

 private:
  // How long to wait for the end of the socket after the peer has closed or is silent.
  static constexpr Duration kShortLinger{1'000};

  enum class State : std::uint8_t {
    open,
    closing,  // our Close is queued or sent; waiting for the peer's
    done,     // no frame is read any more; the queue is written, then the socket ends
  };

  void on_ready(std::uint32_t events) override;
  void flush() override;
  void on_time() override;
  int on_data(Opcode opcode, bool deflated, std::string_view bytes) override;
  int on_control(Opcode opcode, std::string_view payload) override;
  int on_close_frame(std::string_view payload);
  int count_control_frame();

  void read();
  void feed(std::span<char> bytes);
  void discard();
  void send_message(Opcode opcode, SharedBytes payload, Delivery delivery);
  void push_frame(SharedBytes payload, std::uint8_t first_byte);
  void push_close(int code, std::string_view reason);
  bool make_room(std::size_t bytes);
  void too_slow(Duration linger);
  void fail(int code, std::string_view reason, Duration linger);
  void end(int code, Duration linger);
  void notify_closed(int code);
  void notify_closed_later(int code);
  void close_now(int code);
  void close_socket();
  void schedule();
  Instant coarse(Instant due) const;

  std::unique_ptr<WebSocketHandler> handler_;  // null after on_close
  std::string peer_address_;
  ConnectionId id_;
  FrameReader reader_;
  FrameQueue queue_;
  Instant last_received_, next_ping_, last_progress_, deadline_;
  Instant control_window_;
  std::uint16_t control_frames_ = 0;
  std::uint8_t unanswered_pings_ = 0;  // ours
  std::uint16_t close_code_ = close::lost.number;
  State state_ = State::open;
  std::uint8_t deflate_bits_;
  bool blocked_ = false;  // the socket buffer is full since last_progress_
  bool finished_ = false;
  bool in_send_ = false;
};

}  // namespace walkie::net

// Line: one long-lived connection, both ends: the client's (callbacks) and the server's, which the
// api room knows as net::Connection or net::Stream. In between: delays, half-open directions,
// stalls, cuts, and the queue of a slow reader with the bounds of H7.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "net/connection.h"
#include "net/responder.h"
#include "tests/simulation/people.h"
#include "tests/simulation/world.h"

namespace walkie::sim {

class Network;

class Line final : public net::Connection,
                   public net::Stream,
                   public std::enable_shared_from_this<Line> {
 public:
  // The client's end. Nothing is called after hang_up() or ended.
  struct Callbacks {
    std::function<void(const std::string&)> received;
    std::function<void(int)> ended;  // close code, HTTP status of a refusal, or 0
  };
  Line(Network& network, const Person& person, std::int64_t id, Callbacks callbacks);

  void send_up(std::string text);
  void hang_up();
  bool held_by_client() const { return client_ != End::closed; }
  std::string state() const;
  bool opened() const { return client_ == End::open; }
  Instant heard_at() const { return heard_at_; }

  // What the network does to it.
  void cut();
  void kill_down();
  void kill_up();
  void stall(Duration span);
  void server_died();

  // The server's end, on its loop.
  void begin_socket(SimExecutor& loop, std::unique_ptr<net::WebSocketHandler> handler);
  bool begin_stream(SimExecutor& loop);  // false: the client has gone already
  void refuse(int status);
  bool held_by_server() const { return server_ == End::open; }

  ConnectionId id() const override { return {id_}; }
  Executor& executor() override { return *loop_; }
  const std::string& peer_address() const override { return address_; }
  void send(SharedBytes text, Delivery delivery) override { write(std::move(text), delivery); }
  void send_binary(SharedBytes, Delivery) override {}
  void close(int code, std::string_view reason) override;
  void close() override;
  bool write(SharedBytes bytes, Delivery delivery) override;
  void on_close(std::function<void()> gone) override { gone_ = std::move(gone); }
  bool is_open() const override { return server_ == End::open; }
  std::size_t queued_bytes() const override { return queued_; }

 private:
  enum class End { waiting, open, closed };

  void pump();
  void send_down(const std::string& text);
  void later_down(Task happening);  // in order behind what is under way
  void end_client(int code);
  void lose_server(int code, Duration delay);
  void server_gone(int code);

  Network& network_;
  World& world_;
  const Person& person_;
  const std::string token_;
  const std::int64_t id_;
  const std::string address_ = "198.51.100.7";
  Callbacks callbacks_;
  SimExecutor* loop_ = nullptr;
  std::unique_ptr<net::WebSocketHandler> handler_;
  std::function<void()> gone_;
  End client_ = End::waiting;
  End server_ = End::waiting;
  std::deque<SharedBytes> queue_;
  std::size_t queued_ = 0;
  bool stalled_ = false;
  bool down_dead_ = false;
  bool up_dead_ = false;
  Instant heard_at_{0};
  Instant last_down_{0};
  Instant last_up_{0};
};

}  // namespace walkie::sim

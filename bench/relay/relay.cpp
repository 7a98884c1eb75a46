#include "bench/relay/relay.h"

#include <charconv>
#include <functional>
#include <string>

namespace walkie::bench {

struct Relay::LoopHub {
  explicit LoopHub(const Clock& clock) : loop(clock) {}
  net::Loop loop;
  hub::Hub hub;
};

namespace {

using Loops = std::vector<std::unique_ptr<Relay::LoopHub>>;

Relay::LoopHub& loop_hub_of(const Loops& loops, const Executor& executor) {
  for (const auto& loop_hub : loops) {
    if (&loop_hub->loop == &executor) return *loop_hub;
  }
  return *loops.front();
}

// A listener in one room: what it says goes to the rooms of that number in all loops.
class Member final : public net::WebSocketHandler, public hub::Listener {
 public:
  Member(const Loops& loops, Relay::LoopHub& loop_hub, hub::Channel room)
      : loops_(loops), loop_hub_(loop_hub), room_(room) {}

  void on_open(std::shared_ptr<net::Connection> connection) override {
    connection_ = std::move(connection);
    loop_hub_.hub.join(room_, *this);
  }
  void on_message(std::string_view text) override {
    SharedBytes bytes(text);
    loop_hub_.hub.publish(room_, bytes, Delivery::durable);
    for (const auto& other : loops_) {
      if (other.get() == &loop_hub_) continue;
      other->loop.post([to = other.get(), room = room_, bytes] {
        to->hub.publish(room, bytes, Delivery::durable);
      });
    }
  }
  void on_close(int) override { loop_hub_.hub.leave(room_, *this); }
  void deliver(hub::Channel, const SharedBytes& bytes, Delivery delivery) override {
    connection_->send(bytes, delivery);
  }

 private:
  const Loops& loops_;
  Relay::LoopHub& loop_hub_;
  hub::Channel room_;
  std::shared_ptr<net::Connection> connection_;
};

class Echo final : public net::WebSocketHandler {
 public:
  void on_open(std::shared_ptr<net::Connection> connection) override {
    connection_ = std::move(connection);
  }
  void on_message(std::string_view text) override {
    connection_->send(SharedBytes(text), Delivery::durable);
  }
  bool on_binary(std::string_view bytes) override {
    connection_->send_binary(SharedBytes(bytes), Delivery::durable);
    return true;
  }
  void on_close(int) override {}

 private:
  std::shared_ptr<net::Connection> connection_;
};

// Numbers are rooms of their own; anything else is hashed into one.
hub::Channel room_of(const std::string& text) {
  hub::Channel room = 0;
  auto read = std::from_chars(text.data(), text.data() + text.size(), room);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return room;
  return std::hash<std::string>{}(text) | hub::Channel{1} << 63;
}

void echo_body(const net::Request& request, const net::Responder& responder) {
  std::string_view type = request.header("Content-Type");
  responder.respond(
      net::text_response(200, request.body(), type.empty() ? "text/plain; charset=utf-8" : type));
}

// An echo must take back as much as one message may have.
net::ServerLimits with_room_for_echo(net::ServerLimits limits) {
  std::size_t message = limits.websocket.message_bytes;
  limits.queue.total_bytes = std::max(limits.queue.total_bytes, 4 * message);
  return limits;
}

}  // namespace

Relay::Relay(const Clock& clock, Random& random, RelayOptions options) {
  std::vector<net::Loop*> loops;
  for (std::size_t i = 0; i < options.threads; ++i) {
    loops_.push_back(std::make_unique<LoopHub>(clock));
    loops.push_back(&loops_.back()->loop);
  }
  add_routes();
  net::ServerOptions server;
  server.listen = {options.listen};
  server.limits = with_room_for_echo(options.limits);
  server_ = std::make_unique<net::Server>(loops, router_, std::move(server), random);
}

Relay::~Relay() = default;

void Relay::add_routes() {
  router_.websocket("/ws", [this](const net::Request& request, const net::Responder& responder) {
    auto room = request.query("conversation_id");
    LoopHub& loop_hub = loop_hub_of(loops_, request.executor());
    responder.upgrade("", std::make_unique<Member>(loops_, loop_hub, room_of(room.value_or("0"))));
  });
  router_.websocket("/echo", [](const net::Request&, const net::Responder& responder) {
    responder.upgrade("", std::make_unique<Echo>());
  });
  router_.post("/echo", echo_body);
  router_.get("/", echo_body);
  router_.post("/", echo_body);
}

Result<void> Relay::start() { return server_->start(); }

void Relay::run() {
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < loops_.size(); ++i) {
    threads.emplace_back([this, i] { loops_[i]->loop.run(); });
  }
  loops_.front()->loop.run();
  for (std::thread& thread : threads)
    thread.join();
}

void Relay::stop() {
  server_->stop([this] {
    for (auto& loop_hub : loops_)
      loop_hub->loop.stop();
  });
}

}  // namespace walkie::bench

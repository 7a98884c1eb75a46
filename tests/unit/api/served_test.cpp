// Over real sockets: the original's handshake and heartbeat, and one message's way from a POST to
// a frame on the wire.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "dispatch/worker_thread.h"
#include "net/loop.h"
#include "net/server.h"
#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

class RealTime final : public Clock {
 public:
  WallTime wall() const override { return {since<std::chrono::system_clock>()}; }
  Instant now() const override { return {since<std::chrono::steady_clock>()}; }

 private:
  template <class Source>
  static std::int64_t since() {
    return std::chrono::duration_cast<Duration>(Source::now().time_since_epoch()).count();
  }
};

// The server as node/ builds it, on a port of its own.
class Served {
 public:
  explicit Served(net::ServerLimits net_limits = {})
      : log_(clock_, {.level = Level::off}),
        writer_(clock_),
        reader_(clock_),
        password_(clock_),
        loop_(clock_),
        broker_(0),
        dispatch_({.store = store_,
                   .broker = broker_,
                   .clock = clock_,
                   .random = random_,
                   .limits = limits_,
                   .writer = writer_,
                   .readers = {&reader_},
                   .passwords = {&password_},
                   .log = log_,
                   .metrics = metrics_}),
        api_({.dispatch = dispatch_,
              .broker = broker_,
              .clock = clock_,
              .random = random_,
              .limits = limits_,
              .log = log_,
              .metrics = metrics_,
              .assets = {},
              .loops = {&loop_}},
             ApiSettings{}),
        server_({&loop_}, router_, {.listen = {{"127.0.0.1", 0}}, .limits = net_limits}, random_) {
    api_.register_routes(router_);
    thread_ = std::thread([this] { loop_.run(); });
    std::promise<bool> started;
    dispatch_.run(
        loop_, console_principal(), actions::EnsureInbox{.name = "Shop"},
        [this, &started](const Result<Inbox>&) {
          api_.start([&started](const Result<void>& result) { started.set_value(result.ok()); });
        });
    EXPECT_TRUE(started.get_future().get());
    EXPECT_TRUE(server_.start().ok());
  }

  ~Served() {
    std::promise<void> stopped;
    server_.stop([&stopped] { stopped.set_value(); });
    stopped.get_future().get();
    std::promise<void> idle;
    dispatch_.stop(loop_, [&idle] { idle.set_value(); });
    idle.get_future().get();
    loop_.stop();
    thread_.join();
    for (WorkerThread* worker : {&writer_, &reader_, &password_})
      worker->stop();
    loop_.forget();
  }

  std::uint16_t port() const { return server_.port(); }

 private:
  RealTime clock_;
  SeededRandom random_;
  Limits limits_ = quick_limits();
  Log log_;
  Metrics metrics_;
  testing::MemoryStore store_{random_};
  WorkerThread writer_;
  WorkerThread reader_;
  WorkerThread password_;
  net::Loop loop_;
  LocalBroker broker_;
  Dispatch dispatch_;
  Api api_;
  net::Router router_;
  net::Server server_;
  std::thread thread_;
};

// A client that speaks bytes.
class Line {
 public:
  explicit Line(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  ~Line() { ::close(socket_); }
  Line(const Line&) = delete;

  void say(const std::string& bytes) {
    EXPECT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }

  // Everything up to and with `mark`; stops at ten seconds, or when the server closes.
  std::string hear(std::string_view mark) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (heard_.find(mark) == std::string::npos && !closed_ &&
           std::chrono::steady_clock::now() < deadline) {
      pollfd wait{socket_, POLLIN, 0};
      if (::poll(&wait, 1, 100) <= 0) continue;
      char bytes[4096];
      const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
      closed_ = count <= 0;
      if (count > 0) heard_.append(bytes, static_cast<std::size_t>(count));
    }
    const std::size_t at = heard_.find(mark);
    if (at == std::string::npos) return std::exchange(heard_, {});
    std::string found = heard_.substr(0, at + mark.size());
    heard_.erase(0, at + mark.size());
    return found;
  }

 private:
  int socket_;
  std::string heard_;
  bool closed_ = false;
};

std::string request(const std::string& method, const std::string& path, const std::string& token,
                    const std::string& body) {
  std::string text = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  if (!token.empty()) text += "Authorization: Bearer " + token + "\r\n";
  text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size());
  return text + "\r\n\r\n" + body;
}

std::string upgrade(const std::string& path, const std::string& token) {
  return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n" +
         "Connection: Upgrade\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n" +
         "Sec-WebSocket-Version: 13\r\nCookie: walkie_visitor=" + token + "\r\n\r\n";
}

// Text frame, masked with zeros.
std::string masked(std::string_view text) {
  std::string frame = "\x81";
  frame += static_cast<char>(0x80 | text.size());
  frame += std::string(4, '\0');
  return frame + std::string(text);
}

std::string visitor_of(Line& line) {
  line.say(request("POST", "/visitors", "", "{}"));
  line.hear("\"token\":\"");
  std::string token = line.hear("\"");
  token.pop_back();
  line.hear("}");
  return token;
}

// product.md points 1 and 4: the handshake's key and answer, and the push of what is posted.
TEST(Served, Point1Point4TheHandshakeAndThePush) {
  Served served;
  Line http(served.port());
  const std::string token = visitor_of(http);
  http.say(request("POST", "/conversations", token, "{}"));
  EXPECT_NE(http.hear("\"head_seq\":0}").find("201 Created"), std::string::npos);

  Line socket(served.port());
  socket.say(upgrade("/ws?conversation_id=1", token));
  const std::string head = socket.hear("\r\n\r\n");
  EXPECT_NE(head.find("101 Switching Protocols"), std::string::npos) << head;
  EXPECT_NE(head.find("HSmrc0sMlYUkAGmm5OPpG2HaGWk="), std::string::npos) << head;
  socket.hear("\"type\":\"synced\"");

  http.say(request("POST", "/messages", token,
                   "{\"conversation_id\":1,\"content\":\"你好\",\"sender_is_agent\":false}"));
  EXPECT_NE(http.hear("\"head_seq\":1}").find("201 Created"), std::string::npos);
  EXPECT_NE(socket.hear("\"deleted_at\":null}}")
                .find("{\"type\":\"new_message\",\"conversation_id\":1,\"seq\":1,\"data\":{"),
            std::string::npos);
}

// product.md point 6, H1: who does not answer the Ping is gone; who says anything stays.
TEST(Served, Point6WhoDoesNotAnswerThePingIsGone) {
  net::ServerLimits limits;
  limits.websocket.ping_interval = Duration(100);
  limits.websocket.ping_timeout = Duration(300);
  Served served(limits);
  Line http(served.port());
  const std::string token = visitor_of(http);
  Line alive(served.port());
  alive.say(upgrade("/ws", token));
  for (int beat = 0; beat < 6; ++beat) {  // twice as long as the silence that is allowed
    EXPECT_NE(alive.hear("\x89").find('\x89'), std::string::npos);
    alive.say(masked("{\"type\":\"ping\"}"));
    EXPECT_NE(alive.hear("\"type\":\"pong\"").find("pong"), std::string::npos);
  }
  Line silent(served.port());
  silent.say(upgrade("/ws", token));
  // A Ping is 0x89; the Close that ends it carries 4002.
  const std::string end = silent.hear("\x0f\xa2");
  EXPECT_NE(end.find('\x89'), std::string::npos);
  EXPECT_NE(end.find("\x0f\xa2"), std::string::npos);
}

}  // namespace
}  // namespace walkie::testing

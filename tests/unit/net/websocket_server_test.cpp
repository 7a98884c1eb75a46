// WebSockets over real sockets: RFC 6455 4, 5.5, 7; protocol H1, H7; the limits of protocol.md.
#include <gtest/gtest.h>

#include <atomic>

#include "tests/unit/net/live_server.h"

namespace walkie::net {
namespace {

struct Told {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<int> closed;
  std::weak_ptr<Connection> connection;
  int wait_closed(std::size_t count = 1) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::milliseconds(kPatienceMs),
                     [&] { return closed.size() >= count; });
    return closed.size() >= count ? closed.back() : 0;
  }
};

class EchoHandler final : public WebSocketHandler {
 public:
  explicit EchoHandler(Told& told) : told_(told) {}
  void on_open(std::shared_ptr<Connection> connection) override {
    connection_ = std::move(connection);
    std::scoped_lock lock(told_.mutex);
    told_.connection = connection_;
  }
  void on_message(std::string_view text) override {
    if (text == "close") return connection_->close(4000, "as asked");
    if (text == "flood") {
      SharedBytes block(std::string(64 * 1024, 'x'));
      for (int i = 0; i < 400; ++i)
        connection_->send(block, Delivery::durable);
      return;
    }
    if (text == "typing") {
      for (int i = 0; i < 400; ++i) {
        connection_->send(SharedBytes(std::string(64 * 1024, 't')), Delivery::ephemeral);
      }
      return;
    }
    connection_->send(SharedBytes(text), Delivery::durable);
  }
  void on_close(int code) override {
    connection_.reset();
    std::scoped_lock lock(told_.mutex);
    told_.closed.push_back(code);
    told_.changed.notify_all();
  }

 private:
  Told& told_;
  std::shared_ptr<Connection> connection_;
};

struct WebSocketServer : ::testing::Test {
  WebSocketServer() {
    router.websocket("/ws", [this](const Request& request, const Responder& responder) {
      auto protocols = request.websocket_protocols();
      responder.upgrade(protocols.empty() ? "" : protocols.front(),
                        std::make_unique<EchoHandler>(told));
    });
  }
  Told told;
  Router router;
};

std::string close_payload(int code, const std::string& reason = "") {
  return std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)} + reason;
}

TEST_F(WebSocketServer, HandshakeOfProductPoint1AndSubprotocol_C2) {
  LiveServer server(router);
  RawClient client(server.port());
  client.open_websocket("/ws", "Sec-WebSocket-Protocol: walkie.v1, walkie.token.x\r\n");
  EXPECT_TRUE(client.handshake.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
  EXPECT_NE(client.handshake.find("Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=\r\n"),
            std::string::npos);
  EXPECT_NE(client.handshake.find("Sec-WebSocket-Protocol: walkie.v1\r\n"), std::string::npos);
  client.frame(0x81, "你好");
  auto echo = client.next_frame();
  EXPECT_EQ(echo.first_byte, 0x81);
  EXPECT_EQ(echo.payload, "你好");
}

TEST_F(WebSocketServer, FramesBehindTheHandshakeInOnePacketAreRead) {
  LiveServer server(router);
  RawClient client(server.port());
  client.send(
      "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n\r\n" +
      std::string("\x81\x82\0\0\0\0hi", 8));
  client.until("\r\n\r\n");
  EXPECT_EQ(client.next_frame().payload, "hi");
}

TEST_F(WebSocketServer, PlainRequestsToAWebSocketRouteAre426) {
  LiveServer server(router);
  RawClient client(server.port());
  EXPECT_TRUE(client.ask("GET /ws HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 426"));
}

TEST_F(WebSocketServer, HandshakesBeyondTheBucketAre503) {
  ServerLimits limits;
  limits.admission.handshakes_per_s = 0.001;
  limits.admission.handshake_burst = 1;
  LiveServer server(router, limits);
  RawClient first(server.port()), second(server.port());
  first.open_websocket("/ws");
  EXPECT_TRUE(first.handshake.starts_with("HTTP/1.1 101"));
  second.open_websocket("/ws");
  EXPECT_TRUE(second.handshake.starts_with("HTTP/1.1 503"));
  EXPECT_NE(second.handshake.find("Retry-After: "), std::string::npos);
  EXPECT_EQ(server.server().figures().handshakes_refused, 1U);
}

TEST_F(WebSocketServer, PingIsAnsweredWithItsPayload_5_5_2) {
  LiveServer server(router);
  RawClient client(server.port());
  client.open_websocket("/ws");
  client.frame(0x89, "are you there");
  auto pong = client.next_frame();
  EXPECT_EQ(pong.first_byte, 0x8a);
  EXPECT_EQ(pong.payload, "are you there");
}

TEST_F(WebSocketServer, CloseFromTheClientIsEchoedAndTold_5_5_1) {
  LiveServer server(router);
  RawClient client(server.port());
  client.open_websocket("/ws");
  client.frame(0x88, close_payload(4321, "bye"));
  auto close = client.next_frame();
  EXPECT_EQ(close.first_byte, 0x88);
  EXPECT_EQ(close.close_code(), 4321);
  EXPECT_EQ(client.rest(), "");
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(told.wait_closed(), 4321);
  RawClient silent(server.port());
  silent.open_websocket("/ws");
  silent.frame(0x88, "");
  EXPECT_EQ(silent.next_frame().payload, "");
  EXPECT_EQ(told.wait_closed(2), 1005);
}

TEST_F(WebSocketServer, BadClosePayloadsAreRefused_7_4) {
  LiveServer server(router);
  struct Case {
    std::string payload;
    int code;
  };
  for (const Case& c : {Case{"x", 1002}, Case{close_payload(1005), 1002},
                        Case{close_payload(1000, "\xff"), 1007}}) {
    RawClient client(server.port());
    client.open_websocket("/ws");
    client.frame(0x88, c.payload);
    EXPECT_EQ(client.next_frame().close_code(), c.code);
    EXPECT_EQ(client.rest(), "");
  }
}

TEST_F(WebSocketServer, CloseFromTheServerSendsWhatIsQueuedFirst) {
  LiveServer server(router);
  RawClient client(server.port());
  client.open_websocket("/ws");
  client.frame(0x81, "one");
  client.frame(0x81, "close");
  EXPECT_EQ(client.next_frame().payload, "one");
  auto close = client.next_frame();
  EXPECT_EQ(close.payload, close_payload(4000, "as asked"));
  client.frame(0x81, "ignored");
  client.frame(0x88, close_payload(4000));
  EXPECT_EQ(client.rest(), "");
  EXPECT_EQ(told.wait_closed(), 4000);
}

TEST_F(WebSocketServer, APeerThatNeverAnswersTheCloseIsDropped) {
  ServerLimits limits;
  limits.websocket.close_time = Duration(50);
  LiveServer server(router, limits);
  RawClient client(server.port());
  client.open_websocket("/ws");
  client.frame(0x81, "close");
  EXPECT_EQ(client.next_frame().close_code(), 4000);
  EXPECT_EQ(client.rest(), "");
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(told.wait_closed(), 4000);
}

TEST_F(WebSocketServer, ViolationsCloseWithTheirCode) {
  LiveServer server(router);
  auto code_for = [&](int first_byte, const std::string& payload) {
    RawClient client(server.port());
    client.open_websocket("/ws");
    client.frame(first_byte, payload);
    return client.next_frame().close_code();
  };
  EXPECT_EQ(code_for(0xc1, "x"), 1002);
  EXPECT_EQ(code_for(0x82, "x"), 1003);  // binary is not spoken by this handler
  EXPECT_EQ(code_for(0x81, "\xff"), 1007);
  EXPECT_EQ(code_for(0x81, std::string(70'000, 'x')), 1009);
}

TEST_F(WebSocketServer, APingFloodIsAPolicyViolation) {
  LiveServer server(router);
  RawClient client(server.port());
  client.open_websocket("/ws");
  for (int i = 0; i < 11; ++i)
    client.frame(0x89, "");
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(client.next_frame().first_byte, 0x8a);
  EXPECT_EQ(client.next_frame().close_code(), 1008);
}

TEST_F(WebSocketServer, PingsGoOutAndSilenceClosesWith4002_H1) {
  ServerLimits limits;
  limits.websocket.ping_interval = Duration(40);
  limits.websocket.ping_timeout = Duration(400);
  LiveServer server(router, limits);
  TestClock clock;
  Instant begun = clock.now();  // before the server's time for this connection begins
  RawClient client(server.port());
  client.open_websocket("/ws");
  int pings = 0;
  RawClient::Frame frame = client.next_frame();
  for (; frame.first_byte == 0x89; frame = client.next_frame()) {
    // Any byte counts as life: only the first pings are answered, and not even with a Pong.
    if (++pings <= 3) client.frame(0x81, "still here");
    if (pings <= 3) {
      EXPECT_EQ(client.next_frame().payload, "still here");
    }
  }
  EXPECT_GT(pings, 3);
  EXPECT_EQ(frame.close_code(), 4002);
  EXPECT_GE((clock.now() - begun).count(), 400 + 3 * 40);
  EXPECT_EQ(told.wait_closed(), 4002);
  EXPECT_EQ(server.server().figures().closed_no_pong, 1U);
}

TEST_F(WebSocketServer, PongsThatWereAskedForAreNoFlood_H1) {
  ServerLimits limits;
  limits.websocket.ping_interval = Duration(10);
  LiveServer server(router, limits);
  RawClient client(server.port());
  client.open_websocket("/ws");
  for (std::size_t i = 0; i < 3 * limits.websocket.control_frames; ++i) {
    ASSERT_EQ(client.next_frame().first_byte, 0x89);
    client.frame(0x8a, "");
  }
  // Those that were not asked for count. Some of these still answer a ping under way.
  for (std::size_t i = 0; i < 2 * limits.websocket.control_frames; ++i)
    client.frame(0x8a, "");
  auto frame = client.next_frame();
  while (frame.first_byte == 0x89)
    frame = client.next_frame();
  EXPECT_EQ(frame.close_code(), 1008);
}

TEST_F(WebSocketServer, AFullQueueCloses4001AndStaysBounded_H7) {
  LiveServer server(router);
  RawClient client(server.port(), 4096);
  client.open_websocket("/ws");
  client.frame(0x81, "flood");
  EXPECT_EQ(told.wait_closed(), 4001);
  EXPECT_EQ(server.server().figures().closed_too_slow, 1U);
  // Who begins to read again finds whole frames, and at their end the reason.
  RawClient::Frame frame;
  int whole = 0;
  while ((frame = client.next_frame()).first_byte == 0x81) {
    EXPECT_EQ(frame.payload.size(), 64U * 1024);
    ++whole;
  }
  EXPECT_LT(whole, 400);
  EXPECT_EQ(frame.close_code(), 4001);
}

// The client only reads: nothing but the room in its socket can tell the server to go on.
TEST_F(WebSocketServer, QueuedMessagesAreSentWhenTheClientReadsAgain) {
  ServerLimits limits;
  limits.queue.total_bytes = 100 * 1024 * 1024;
  LiveServer server(router, limits);
  RawClient client(server.port());
  client.open_websocket("/ws");
  client.frame(0x81, "flood");
  for (int i = 0; i < 400; ++i)
    ASSERT_EQ(client.next_frame().payload.size(), 64U * 1024) << i;
}

TEST_F(WebSocketServer, EphemeralsAreDroppedBeforeAnythingCloses_H7) {
  LiveServer server(router);
  RawClient client(server.port(), 4096);
  client.open_websocket("/ws");
  client.frame(0x81, "typing");
  client.frame(0x81, "durable");
  RawClient::Frame frame;
  int ephemerals = 0;
  while ((frame = client.next_frame()).payload != "durable")
    ++ephemerals;
  EXPECT_GT(server.server().figures().ephemerals_dropped, 0U);
  EXPECT_LT(ephemerals, 400);
}

TEST_F(WebSocketServer, ASocketThatTakesNothingFor10sIsCut_H7) {
  ServerLimits limits;
  limits.queue.total_bytes = 100 * 1024 * 1024;
  limits.queue.stall_time = Duration(150);
  limits.websocket.close_time = Duration(50);
  LiveServer server(router, limits);
  RawClient client(server.port(), 4096);
  client.open_websocket("/ws");
  client.frame(0x81, "flood");
  EXPECT_EQ(told.wait_closed(), 4001);
}

TEST_F(WebSocketServer, CallsAfterTheEndAreHarmless) {
  LiveServer server(router);
  {
    RawClient client(server.port());
    client.open_websocket("/ws");
    client.frame(0x81, "x");
    client.next_frame();
  }
  EXPECT_EQ(told.wait_closed(), 1006);
  std::atomic<bool> done{false};
  server.loop().post([&] {
    if (auto connection = told.connection.lock()) {
      connection->send(SharedBytes("late"), Delivery::durable);
      connection->close(1000, "");
    }
    done = true;
  });
  TestClock clock;
  Instant patience = clock.now() + Duration(kPatienceMs);
  while (!done && clock.now() < patience)
    std::this_thread::yield();
  EXPECT_TRUE(done);
  EXPECT_EQ(told.closed.size(), 1U);
}

TEST_F(WebSocketServer, StopClosesWith1001) {
  RawClient* client = nullptr;
  std::unique_ptr<RawClient> owner;
  {
    LiveServer server(router);
    owner = std::make_unique<RawClient>(server.port());
    client = owner.get();
    client->open_websocket("/ws");
  }
  EXPECT_EQ(client->next_frame().close_code(), 1001);
  EXPECT_EQ(told.wait_closed(), 1001);
}

TEST_F(WebSocketServer, DeflateBothWaysWhenOn_Rfc7692) {
  ServerLimits limits;
  limits.websocket.deflate = true;
  LiveServer server(router, limits);
  RawClient client(server.port());
  client.open_websocket("/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n");
  EXPECT_NE(client.handshake.find("server_no_context_takeover"), std::string::npos);
  client.frame(0xc1, std::string("\xf2\x48\xcd\xc9\xc9\x07\x00", 7));
  auto echo = client.next_frame();
  EXPECT_EQ(echo.first_byte, 0x81);  // below deflate_min_bytes
  EXPECT_EQ(echo.payload, "Hello");
  client.frame(0x81, std::string(5000, 'a'));
  auto large = client.next_frame();
  EXPECT_EQ(large.first_byte, 0xc1);
  EXPECT_LT(large.payload.size(), 100U);
  client.frame(0xc1, "\xff\xff");
  EXPECT_EQ(client.next_frame().close_code(), 1007);
}

}  // namespace
}  // namespace walkie::net

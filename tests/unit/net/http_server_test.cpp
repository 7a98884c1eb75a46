// HTTP over real sockets: RFC 9112 6, 7, 9; RFC 9110 9.3.2, 10.1.1; the limits of protocol.md.
#include <gtest/gtest.h>

#include <atomic>
#include <map>

#include "tests/unit/net/live_server.h"

namespace walkie::net {
namespace {

struct HttpServer : ::testing::Test {
  HttpServer() {
    router.get("/hello", [](const Request& request, const Responder& responder) {
      responder.respond(text_response(200, "hello " + request.peer_address()));
    });
    router.post("/echo", [](const Request& request, const Responder& responder) {
      responder.respond(text_response(200, request.body()));
    });
    router.get("/later", [](const Request& request, const Responder& responder) {
      request.executor().post_after(Duration(20), [responder] {
        responder.respond(text_response(200, std::string(responder.request().path())));
      });
    });
    router.get("/forgotten", [](const Request&, const Responder&) {});
    router.get("/big", [](const Request&, const Responder& responder) {
      responder.respond(text_response(200, std::string(3'000'000, 'x')));
    });
    router.decorate([](const Request&, Response& response) { response.set("X-Seen", "1"); });
  }
  RawClient& connect(LiveServer& server) {
    return *clients.emplace_back(std::make_unique<RawClient>(server.port()));
  }
  Router router;
  std::vector<std::unique_ptr<RawClient>> clients;
};

std::string get(const std::string& path, const std::string& headers = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(HttpServer, KeepsTheConnectionAndAnswersPipelinedRequestsInOrder_9_3) {
  LiveServer server(router);
  RawClient& client = connect(server);
  client.send("\r\n" + get("/later") + get("/hello") + get("/nope"));
  EXPECT_TRUE(has(client.response(), "/later"));
  EXPECT_TRUE(has(client.response(), "hello 127.0.0.1"));
  std::string missing = client.response();
  EXPECT_TRUE(missing.starts_with("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_TRUE(has(missing, "X-Seen: 1\r\n"));
  EXPECT_TRUE(has(missing, "Date: Sun, 22 Nov 2026 19:"));
  EXPECT_TRUE(has(client.ask(get("/hello", "Connection: close\r\n")), "Connection: close"));
  EXPECT_EQ(client.rest(), "");
  EXPECT_TRUE(client.ended());
}

TEST_F(HttpServer, AHalfClosedClientStillGetsItsAnswers) {
  LiveServer server(router);
  RawClient& client = connect(server);
  client.send(get("/later") + get("/later"));
  client.finish();
  std::string all = client.rest();
  EXPECT_TRUE(has(all, "/later"));
  EXPECT_NE(all.find("HTTP/1.1 200"), all.rfind("HTTP/1.1 200"));
  EXPECT_TRUE(client.ended());
}

TEST_F(HttpServer, BodiesByLengthAndInChunksByteByByte_6_7) {
  LiveServer server(router);
  RawClient& client = connect(server);
  std::string request =
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  for (char c : request)
    client.send({&c, 1});
  EXPECT_TRUE(client.response().ends_with("\r\n\r\nhello"));
  EXPECT_TRUE(client.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
                  .ends_with("\r\n\r\nabc"));
}

TEST_F(HttpServer, ExpectContinue_RFC9110_10_1_1) {
  LiveServer server(router);
  RawClient& client = connect(server);
  std::string head =
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
  EXPECT_EQ(client.ask(head), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_TRUE(client.ask("ok").ends_with("\r\n\r\nok"));
  RawClient& large = connect(server);
  std::string refused = large.ask(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 413"));
  EXPECT_TRUE(has(refused, "Connection: close"));
}

TEST_F(HttpServer, HeadHasTheLengthAndNoBody_RFC9110_9_3_2) {
  LiveServer server(router);
  RawClient& client = connect(server);
  client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n" + get("/nope"));
  EXPECT_TRUE(has(client.until("\r\n\r\n"), "Content-Length: 15\r\n"));
  EXPECT_TRUE(client.response().starts_with("HTTP/1.1 404"));
}

TEST_F(HttpServer, Http10ClosesUnlessAskedToStay_9_3) {
  LiveServer server(router);
  RawClient& client = connect(server);
  EXPECT_TRUE(has(client.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
                  "Connection: keep-alive"));
  EXPECT_TRUE(has(client.ask("GET /hello HTTP/1.0\r\n\r\n"), "Connection: close"));
  EXPECT_EQ(client.rest(), "");
}

TEST_F(HttpServer, AFramingErrorIsAnsweredAndTheConnectionCloses) {
  LiveServer server(router);
  for (const char* attack : {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: "
                             "5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                             "\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
                             "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
                             "chunked\r\n\r\n5\r\nhello!!GET /hello",
                             "GET /hello HTTP/1.1\nHost: a\n\n"}) {
    RawClient& client = connect(server);
    client.send(attack);
    std::string all = client.rest();
    EXPECT_TRUE(all.starts_with("HTTP/1.1 400")) << all;
    EXPECT_EQ(all.find("HTTP/1.1", 5), std::string::npos) << all;
    EXPECT_TRUE(client.ended());
  }
}

TEST_F(HttpServer, AForgottenRequestIsA500) {
  LiveServer server(router);
  EXPECT_TRUE(connect(server).ask(get("/forgotten")).starts_with("HTTP/1.1 500"));
}

TEST_F(HttpServer, SlowHeadsAndBodiesAre408AndIdleConnectionsEnd) {
  ServerLimits limits;
  limits.http.head_time = Duration(60);
  limits.http.idle_time = Duration(60);
  LiveServer server(router, limits);
  RawClient& slow = connect(server);
  slow.send("GET /hello HT");
  EXPECT_TRUE(slow.rest().starts_with("HTTP/1.1 408"));
  RawClient& slow_body = connect(server);
  slow_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
  EXPECT_TRUE(slow_body.rest().starts_with("HTTP/1.1 408"));
  RawClient& silent = connect(server);
  EXPECT_EQ(silent.rest(), "");
  EXPECT_TRUE(silent.ended());
  RawClient& idle = connect(server);
  EXPECT_TRUE(idle.ask(get("/hello")).starts_with("HTTP/1.1 200"));
  EXPECT_EQ(idle.rest(), "");
  EXPECT_TRUE(idle.ended());
}

TEST_F(HttpServer, ALargeAnswerArrivesWholeAndAReaderWhoTakesNothingIsCut) {
  ServerLimits limits;
  limits.queue.stall_time = Duration(100);
  LiveServer server(router, limits);
  RawClient& reader = connect(server);
  EXPECT_EQ(reader.ask(get("/big")).substr(0, 12), "HTTP/1.1 200");
  RawClient stalled(server.port(), 4096);
  stalled.send(get("/big") + get("/big") + get("/big"));
  TestClock clock;
  Instant patience = clock.now() + Duration(kPatienceMs);
  while (server.server().figures().connections > 1 && clock.now() < patience) {
    std::this_thread::yield();
  }
  EXPECT_EQ(server.server().figures().connections, 1);
}

TEST_F(HttpServer, StreamsArriveInChunksAndTellWhenTheClientIsGone) {
  std::atomic<bool> gone{false};
  router.get("/stream", [&gone](const Request&, const Responder& responder) {
    auto stream = responder.start_stream(text_response(200, "", "text/event-stream"));
    ASSERT_NE(stream, nullptr);
    stream->write(SharedBytes("one"), Delivery::durable);
    stream->write(SharedBytes("second"), Delivery::durable);
    stream->on_close([&gone, stream]() { gone = true; });
  });
  router.get("/short", [](const Request&, const Responder& responder) {
    auto stream = responder.start_stream(text_response(200, ""));
    stream->write(SharedBytes("all"), Delivery::durable);
    stream->close();
  });
  LiveServer server(router);
  {
    RawClient client(server.port());
    client.send(get("/stream"));
    EXPECT_TRUE(has(client.until("\r\n\r\n"), "Transfer-Encoding: chunked"));
    EXPECT_EQ(client.until("second\r\n"), "3\r\none\r\n6\r\nsecond\r\n");
  }
  TestClock clock;
  Instant patience = clock.now() + Duration(kPatienceMs);
  while (!gone && clock.now() < patience)
    std::this_thread::yield();
  EXPECT_TRUE(gone);
  RawClient& again = connect(server);
  again.send(get("/short") + get("/hello"));
  EXPECT_TRUE(again.until("0\r\n\r\n").ends_with("3\r\nall\r\n0\r\n\r\n"));
  EXPECT_TRUE(has(again.response(), "hello"));
}

TEST_F(HttpServer, ForwardedAddressesOfTrustedProxiesAreBelieved) {
  LiveServer server(router);
  EXPECT_TRUE(
      has(connect(server).ask(get("/hello", "X-Forwarded-For: 9.9.9.9\r\n")), "hello 9.9.9.9"));
}

TEST_F(HttpServer, OverTheConnectionLimitIs503WithRetryAfter) {
  ServerLimits limits;
  limits.admission.connections = 1;
  limits.admission.reserved = 0;
  limits.admission.pending_time = Duration(60'000);
  LiveServer server(router, limits);
  RawClient& first = connect(server);
  first.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
  TestClock clock;
  const Instant patience = clock.now() + Duration(kPatienceMs);
  while (server.server().figures().requests < 1 && clock.now() < patience)
    std::this_thread::yield();
  std::string refused = connect(server).rest();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 503"));
  EXPECT_TRUE(has(refused, "Retry-After: "));
  EXPECT_TRUE(has(refused, R"("code":"too_many_connections")"));
  const std::string body = refused.substr(refused.find("\r\n\r\n") + 4);
  EXPECT_TRUE(has(refused, "Content-Length: " + std::to_string(body.size()) + "\r\n")) << refused;
}

TEST_F(HttpServer, PendingConnectionsOverTheLimitOfTheirAddressGet503) {
  ServerLimits limits;
  limits.admission.pending_per_address = 2;
  LiveServer server(router, limits, 2, nullptr, true);
  RawClient& first = connect(server);
  connect(server).send("GET /hello HT");
  std::string refused = connect(server).rest();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 503"));
  EXPECT_TRUE(has(refused, "Retry-After: "));
  // Who has sent a request makes room, and keeps its connection.
  EXPECT_TRUE(first.ask(get("/hello")).starts_with("HTTP/1.1 200"));
  RawClient& third = connect(server);
  EXPECT_TRUE(third.ask(get("/hello")).starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(first.ask(get("/hello")).starts_with("HTTP/1.1 200"));
}

TEST_F(HttpServer, ManyPipelinedRequestsAreAllAnswered_9_3) {
  LiveServer server(router);
  RawClient& client = connect(server);
  std::string all;
  constexpr int kRequests = 400;
  for (int i = 0; i < kRequests; ++i)
    all += get("/hello");
  client.send(all);
  for (int i = 0; i < kRequests; ++i)
    ASSERT_TRUE(has(client.response(), "hello 127.0.0.1")) << i;
}

TEST_F(HttpServer, AnIdleConnectionMakesRoomWhenTheServerIsFull) {
  ServerLimits limits;
  limits.admission.connections = 3;
  limits.admission.reserved = 1;
  LiveServer server(router, limits, 2);
  RawClient& first = connect(server);
  EXPECT_TRUE(first.ask(get("/hello")).starts_with("HTTP/1.1 200"));
  RawClient& second = connect(server);
  EXPECT_TRUE(second.ask(get("/hello")).starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(connect(server).ask(get("/hello")).starts_with("HTTP/1.1 200"));
  EXPECT_EQ(first.rest(), "");
  EXPECT_TRUE(second.ask(get("/hello")).starts_with("HTTP/1.1 200"));
  EXPECT_EQ(server.server().figures().made_room, 1U);
}

TEST_F(HttpServer, AConnectionInTheReserveClosesAfterItsAnswerUnlessItIsProtected) {
  router.get("/staff", [](const Request&, const Responder& responder) {
    responder.protect(7);
    responder.respond(text_response(200, responder.in_reserve() ? "reserve" : "protected"));
  });
  ServerLimits limits;
  limits.admission.connections = 2;
  limits.admission.reserved = 2;
  LiveServer server(router, limits);
  RawClient& stranger = connect(server);
  EXPECT_TRUE(has(stranger.ask(get("/hello")), "Connection: close"));
  EXPECT_EQ(stranger.rest(), "");
  RawClient& agent = connect(server);
  EXPECT_TRUE(has(agent.ask(get("/staff")), "protected"));
  EXPECT_TRUE(agent.ask(get("/staff")).starts_with("HTTP/1.1 200"));
}

TEST_F(HttpServer, AConnectionAfterItsLastAnswerIsClosedForAnother) {
  ServerLimits limits;
  limits.admission.connections = 1;
  limits.admission.reserved = 1;
  LiveServer server(router, limits, 1);
  RawClient& first = connect(server);
  EXPECT_TRUE(has(first.ask(get("/hello")), "Connection: close"));
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(connect(server).ask(get("/hello")).starts_with("HTTP/1.1 200")) << i;
}

TEST_F(HttpServer, AConnectionWithoutItsBodyIsPendingAndIsClosedForAnother) {
  ServerLimits limits;
  limits.admission.connections = 1;
  limits.admission.reserved = 1;
  limits.admission.pending_time = Duration(0);
  LiveServer server(router, limits, 1);
  RawClient& first = connect(server);
  first.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
  TestClock clock;
  const Instant patience = clock.now() + Duration(kPatienceMs);
  while (server.server().figures().requests < 1 && clock.now() < patience)
    std::this_thread::yield();
  EXPECT_TRUE(connect(server).ask(get("/hello")).starts_with("HTTP/1.1 200"));
  EXPECT_EQ(first.rest(), "");
}

TEST_F(HttpServer, AHandlerIsToldOnAnyThreadThatItsClientHasGone) {
  std::atomic<const ClientState*> state{nullptr};
  std::shared_ptr<const ClientState> kept;
  std::vector<Responder> held;
  router.get("/wait", [&](const Request&, const Responder& responder) {
    held.push_back(responder);
    kept = responder.client();
    state = kept.get();
  });
  LiveServer server(router);
  RawClient client(server.port());
  client.send(get("/wait"));
  TestClock clock;
  const Instant patience = clock.now() + Duration(kPatienceMs);
  const auto until = [&](const auto& condition) {
    while (!condition() && clock.now() < patience)
      std::this_thread::yield();
    return condition();
  };
  const auto is = [&](ClientState::Where where) {
    return until([&] { return state != nullptr && state.load()->where() == where; });
  };
  EXPECT_TRUE(is(ClientState::Where::here));
  client.finish();
  EXPECT_TRUE(is(ClientState::Where::half_closed));
  std::atomic<bool> stopped{false};
  server.server().stop([&] { stopped = true; });
  EXPECT_TRUE(until([&] { return stopped.load(); }));
  EXPECT_TRUE(kept->gone());
  std::atomic<bool> dropped{false};
  server.loop().post([&] {
    held.clear();
    kept.reset();
    dropped = true;
  });
  EXPECT_TRUE(until([&] { return dropped.load(); }));
}

TEST_F(HttpServer, PendingConnectionsFromLoopbackAreNotCounted) {
  ServerLimits limits;
  limits.admission.pending_per_address = 1;
  LiveServer server(router, limits);
  for (int i = 0; i < 20; ++i)
    connect(server);
  EXPECT_TRUE(connect(server).ask(get("/hello")).starts_with("HTTP/1.1 200"));
}

TEST_F(HttpServer, DrainLetsRequestsFinishAndClosesIdleConnections_H8) {
  LiveServer server(router, {}, 2);
  RawClient& idle = connect(server);
  EXPECT_TRUE(idle.ask(get("/hello")).starts_with("HTTP/1.1 200"));
  RawClient& busy = connect(server);
  busy.send(get("/later"));
  std::atomic<bool> empty{false};
  // The request must have been taken before the drain for the promise to hold.
  TestClock clock;
  Instant patience = clock.now() + Duration(kPatienceMs);
  while (server.server().figures().requests < 2 && clock.now() < patience) {
    std::this_thread::yield();
  }
  server.server().drain([&] { empty = true; });
  EXPECT_EQ(idle.rest(), "");
  EXPECT_TRUE(has(busy.response(), "Connection: close"));
  EXPECT_EQ(busy.rest(), "");
  clients.clear();
  while (!empty && clock.now() < patience)
    std::this_thread::yield();
  EXPECT_TRUE(empty);
}

TEST_F(HttpServer, DrainEndsAConnectionWhoseAnswerIsStillOnItsWay_H8) {
  router.get("/huge", [](const Request&, const Responder& responder) {
    responder.respond(text_response(200, std::string(32'000'000, 'x')));
  });
  LiveServer server(router);
  RawClient& slow = connect(server);
  slow.send(get("/huge"));
  TestClock clock;
  Instant patience = clock.now() + Duration(kPatienceMs);
  while (server.server().figures().requests < 1 && clock.now() < patience) {
    std::this_thread::yield();
  }
  std::atomic<bool> empty{false};
  server.server().drain([&] { empty = true; });
  EXPECT_TRUE(slow.response().ends_with("xxxx"));
  EXPECT_EQ(slow.rest(), "");
  EXPECT_TRUE(slow.ended());
  clients.clear();
  while (!empty && clock.now() < patience)
    std::this_thread::yield();
  EXPECT_TRUE(empty);
}

TEST_F(HttpServer, ConnectionsSpreadEvenlyOverTheLoops) {
  std::mutex mutex;
  std::map<const Executor*, int> seen;
  router.get("/who", [&](const Request& request, const Responder& responder) {
    std::scoped_lock lock(mutex);
    ++seen[&request.executor()];
    responder.respond(text_response(200, ""));
  });
  LiveServer server(router, {}, 3);
  for (int i = 0; i < 30; ++i)
    connect(server).ask(get("/who"));
  ASSERT_EQ(seen.size(), 3U);
  for (auto& [loop, count] : seen)
    EXPECT_EQ(count, 10);
}

}  // namespace
}  // namespace walkie::net

// World: the whole server in one thread, without sockets: api over the real dispatch, broker and
// SQL store (in memory), on executors that run when the test says so. HTTP goes through the real
// router with a fake exchange, a WebSocket is a fake connection.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actions/create_bot_key.h"
#include "actions/ensure_inbox.h"
#include "api/api.h"
#include "api/routes.h"
#include "broker/local_broker.h"
#include "chat/permissions.h"
#include "dispatch/dispatch.h"
#include "net/connection.h"
#include "net/request_builder.h"
#include "net/router.h"
#include "tests/support/fake_clock.h"
#include "tests/support/manual_executor.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace walkie::testing {

namespace json = boost::json;

inline json::object parse(std::string_view text) {
  boost::system::error_code failed;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), failed);
  EXPECT_FALSE(failed) << text;
  return value.is_object() ? value.get_object() : json::object();
}

inline std::string text(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : std::string();
}

class FakeConnection final : public net::Connection {
 public:
  FakeConnection(ConnectionId id, Executor& loop) : id_(id), loop_(loop) {}

  ConnectionId id() const override { return id_; }
  Executor& executor() override { return loop_; }
  const std::string& peer_address() const override { return peer_; }
  void send(SharedBytes text, Delivery) override {
    if (!open) return;
    frames.push_back(std::string(text.view()));
    if (!takes) queued += text.size();
  }
  void send_binary(SharedBytes, Delivery) override {}
  void close(int code, std::string_view) override {
    if (open) close_code = code;
    open = false;
  }
  bool is_open() const override { return open; }
  std::size_t queued_bytes() const override { return queued; }

  bool takes = true;  // the kernel; otherwise what is sent stays queued
  std::size_t queued = 0;
  std::vector<std::string> frames;
  int close_code = 0;
  bool open = true;

 private:
  ConnectionId id_;
  Executor& loop_;
  std::string peer_ = "203.0.113.7";
};

class FakeStream final : public net::Stream {
 public:
  bool write(SharedBytes bytes, Delivery) override {
    if (open) written += bytes.view();
    return open;
  }
  void close() override { open = false; }
  void on_close(std::function<void()> gone) override { gone_ = std::move(gone); }
  std::size_t queued_bytes() const override { return 0; }
  bool is_open() const override { return open; }
  void client_goes() {
    open = false;
    if (gone_) gone_();
  }

  std::string written;
  bool open = true;

 private:
  std::function<void()> gone_;
};

class FakeExchange final : public net::Exchange {
 public:
  explicit FakeExchange(net::Request request) : request_(std::move(request)) {}
  // A handler is told before it is dropped (net/connection.h), also when the test just ends.
  ~FakeExchange() override { closed(1006); }
  FakeExchange(const FakeExchange&) = delete;
  FakeExchange& operator=(const FakeExchange&) = delete;

  const net::Request& request() const override { return request_; }
  void respond(net::Response response) override { answer = std::move(response); }
  std::shared_ptr<net::Stream> start_stream(net::Response head) override {
    answer = std::move(head);
    stream = std::make_shared<FakeStream>();
    return stream;
  }
  void upgrade(std::string_view subprotocol, std::unique_ptr<net::WebSocketHandler> with) override {
    protocol = subprotocol;
    handler = std::move(with);
    connection = std::make_shared<FakeConnection>(ConnectionId{++connections}, request_.executor());
    handler->on_open(connection);
  }
  void closed(int code) {
    if (!handler) return;
    connection->open = false;
    handler->on_close(code);
    handler.reset();
  }
  void abandoned() override { was_abandoned = true; }
  bool client_present() const override { return present; }
  std::shared_ptr<const ClientState> client() override { return state; }
  bool in_reserve() const override { return reserve && protected_holder == 0; }
  void protect(std::uint64_t holder) override { protected_holder = holder; }
  bool present = true;
  bool reserve = false;
  std::uint64_t protected_holder = 0;
  std::shared_ptr<ClientState> state = std::make_shared<ClientState>();

  std::optional<net::Response> answer;
  std::shared_ptr<FakeStream> stream;
  std::shared_ptr<FakeConnection> connection;
  std::unique_ptr<net::WebSocketHandler> handler;
  std::string protocol;
  bool was_abandoned = false;
  static inline std::int64_t connections = 0;  // of the whole program

 private:
  net::Request request_;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  int status = 0;
  net::Response response;
  std::string body;
  json::object json() const { return parse(body); }
  std::string code() const {
    const json::object object = json();
    return object.contains("code") ? text(object.at("code")) : std::string();
  }
  std::string field() const {
    const json::object object = json();
    return object.contains("field") ? text(object.at("field")) : std::string();
  }
};

// One client's WebSocket.
class Socket {
 public:
  explicit Socket(std::shared_ptr<FakeExchange> exchange) : exchange_(std::move(exchange)) {}

  bool upgraded() const { return exchange_->connection != nullptr; }
  int status() const { return exchange_->answer ? exchange_->answer->status : 101; }
  std::string code() const { return text(parse(exchange_->answer->body).at("code")); }
  const std::string& protocol() const { return exchange_->protocol; }
  FakeConnection& connection() { return *exchange_->connection; }
  int close_code() const { return exchange_->connection->close_code; }

  void say(std::string_view frame) {
    if (connection().open) exchange_->handler->on_message(frame);
  }
  void go(int code = 1006) { exchange_->closed(code); }
  // Frames since last asked.
  std::vector<json::object> take() {
    std::vector<json::object> found;
    for (const std::string& frame : connection().frames)
      found.push_back(parse(frame));
    connection().frames.clear();
    return found;
  }
  // Types (with the seq of events) since last asked: "ready", "new_message 1".
  std::vector<std::string> types() {
    std::vector<std::string> found;
    for (const json::object& frame : take()) {
      std::string type = text(frame.at("type"));
      if (type == "presence") continue;
      if (frame.contains("channel")) type += " staff";
      if (frame.contains("seq")) type += " " + std::to_string(frame.at("seq").as_int64());
      found.push_back(std::move(type));
    }
    return found;
  }

 private:
  std::shared_ptr<FakeExchange> exchange_;
};

// The real broker, until a test lets it lose what is published (broker.h: it may).
class LossyBroker final : public Broker {
 public:
  std::unique_ptr<BrokerSubscriber> join(Executor& loop, Sink sink) override {
    return inner_.join(loop, std::move(sink));
  }
  void publish(std::span<const Broadcast> batch) override {
    if (!losing) inner_.publish(batch);
  }
  bool has_subscribers(ChannelKey channel) const override {
    return inner_.has_subscribers(channel);
  }

  bool losing = false;

 private:
  LocalBroker inner_{0};
};

struct AddInbox {
  using Answer = InboxId;
  std::string name;
  std::vector<std::string> origins;
  Result<InboxId> run(const actions::Context& context, Transaction& store,
                      actions::Outcome&) const {
    return store.add_inbox(
        Inbox{.id = {}, .name = name, .allowed_origins = origins, .created_at = context.now});
  }
};

inline Limits quick_limits() {
  Limits limits;
  limits.argon2_memory_bytes = 8192;
  limits.argon2_passes = 1;
  limits.conversations_per_hour = 0;
  limits.visitors_per_hour = 0;
  return limits;
}

class World {
 public:
  // on: another store than the one in memory; it outlives the world.
  explicit World(Limits with = quick_limits(), ApiSettings settings = {"http://walkie.test"},
                 Store* on = nullptr)
      : limits(std::move(with)),
        log(clock, {.level = Level::debug,
                    .sink = [this](std::string_view line) { log_lines.emplace_back(line); }}),
        dispatch({.store = on != nullptr ? *on : store,
                  .broker = broker,
                  .clock = clock,
                  .random = random,
                  .limits = limits,
                  .writer = writer,
                  .readers = {&reader},
                  .passwords = {&password},
                  .log = log,
                  .metrics = metrics}),
        api({.dispatch = dispatch,
             .broker = broker,
             .clock = clock,
             .random = random,
             .limits = limits,
             .log = log,
             .metrics = metrics,
             .assets = {},
             .loops = {&loop, &other_loop}},
            std::move(settings)) {
    api.register_routes(router);
    run(actions::EnsureInbox{.name = "Shop"});
    shop = InboxId{1};
    club = run(AddInbox{"Club", {"https://club.example"}});
    bool started = false;
    api.start([&started](const Result<void>& result) { started = result.ok(); });
    settle();
    EXPECT_TRUE(started);
  }

  // Runs everything that waits, on every executor but the one that is held, until nothing does.
  void settle() {
    bool ran = true;
    while (ran) {
      ran = false;
      for (ManualExecutor* one : {&loop, &other_loop, &writer, &reader, &password}) {
        ran = (one != held && one->run() > 0) || ran;
      }
    }
  }
  // Time passes, in steps small enough for every timer.
  // Who still listens goes, as sockets do when a server ends; long-polls notice within a second.
  ~World() {
    for (const auto& begun : begun_) {
      const auto exchange = begun.lock();
      if (exchange == nullptr) continue;
      exchange->present = false;
      if (exchange->stream != nullptr && exchange->stream->open) exchange->stream->client_goes();
      Socket(exchange).go();
    }
    advance(Duration(1'100));
    dispatch.abandon();
    for (ManualExecutor* one : {&loop, &other_loop, &writer, &reader, &password})
      one->forget();
  }
  World(const World&) = delete;

  void advance(Duration by) {
    const Instant end = clock.now() + by;
    while (clock.now() < end) {
      clock.advance(std::min(Duration(50), end - clock.now()));
      settle();
    }
  }

  template <class Verb>
  typename Verb::Answer run(Verb verb, const Principal& who = console_principal()) {
    std::optional<typename Verb::Answer> answer;
    dispatch.run(loop, who, std::move(verb), [&](Result<typename Verb::Answer> result) {
      ASSERT_TRUE(result.ok()) << result.error().reason << " " << result.error().detail;
      answer = std::move(*result);
    });
    settle();
    return std::move(*answer);
  }

  std::shared_ptr<FakeExchange> begin(std::string_view method, std::string_view target,
                                      std::string body = {}, const Headers& headers = {},
                                      Executor* on = nullptr) {
    net::RequestBuilder builder(method, target);
    bool has_type = false;
    bool has_host = false;
    for (const auto& [name, value] : headers) {
      builder.header(name, value);
      has_type = has_type || name == "Content-Type";
      if (name != "Host") continue;
      builder.host(value);
      has_host = true;
    }
    if (!body.empty() && !has_type) builder.header("Content-Type", "application/json");
    if (!has_host) builder.host("walkie.test");
    builder.body(std::move(body)).peer_address(peer).executor(on == nullptr ? loop : *on);
    net::Router::Parameters parameters;
    const net::Router::Match match = router.match(builder.peek(), parameters);
    builder.parameters(std::move(parameters));
    auto exchange = std::make_shared<FakeExchange>(builder.take());
    exchange->reserve = std::exchange(next_in_reserve, false);
    begun_.push_back(exchange);
    if (match.handler == nullptr) {
      exchange->answer = match.refusal;
    } else {
      (*match.handler)(exchange->request(), net::Responder(exchange));
    }
    settle();
    return exchange;
  }

  Answer ask(std::string_view method, std::string_view target, std::string body = {},
             const Headers& headers = {}) {
    return finished(begin(method, target, std::move(body), headers));
  }

  Answer finished(const std::shared_ptr<FakeExchange>& exchange) {
    Answer answer;
    EXPECT_TRUE(exchange->answer.has_value()) << exchange->request().path() << ": no answer";
    if (!exchange->answer) return answer;
    answer.response = *exchange->answer;
    router.apply_decorator(exchange->request(), answer.response);
    answer.status = answer.response.status;
    answer.body = std::string(answer.response.bytes());
    return answer;
  }

  Socket connect(std::string_view target, const std::string& token, Headers headers = {},
                 Executor* on = nullptr) {
    if (!token.empty()) {
      headers.emplace_back("Sec-WebSocket-Protocol", "walkie.v1, walkie.token." + token);
    }
    return Socket(begin("GET", target, {}, headers, on));
  }

  Principal principal(const std::string& token) {
    Principal found;
    dispatch.authenticate(loop, token, [&found](const Result<actions::Authenticated>& answer) {
      if (answer) found = answer->principal;
    });
    settle();
    return found;
  }

  static Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

  std::string visitor(InboxId inbox = {}) {
    const std::string body =
        inbox ? "{\"inbox_id\":" + std::to_string(inbox.value) + "}" : std::string("{}");
    const Answer answer = ask("POST", "/visitors", body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return text(answer.json().at("token"));
  }

  std::int64_t conversation(const std::string& token) {
    const Answer answer = ask("POST", "/conversations", "{}", bearer(token));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.json().at("id").as_int64();
  }

  // The session's token; agents are members of `inboxes`.
  std::string agent(const std::string& name, Role role, const std::vector<InboxId>& inboxes);
  std::string bot(const std::string& name, const std::vector<InboxId>& inboxes) {
    return run(actions::CreateBotKey{.name = name, .inboxes = inboxes}).key;
  }

  Answer post(std::int64_t conversation, const std::string& token, const std::string& content,
              const std::string& more = {}) {
    return ask("POST", "/messages",
               "{\"conversation_id\":" + std::to_string(conversation) + ",\"content\":\"" +
                   content + "\"" + more + "}",
               bearer(token));
  }

  FakeClock clock;
  SeededRandom random;
  Limits limits;
  std::vector<std::string> log_lines;
  Log log;
  Metrics metrics;
  MemoryStore store{random};
  LossyBroker broker;
  ManualExecutor loop{clock};
  ManualExecutor other_loop{clock};
  ManualExecutor writer{clock};
  ManualExecutor reader{clock};
  ManualExecutor password{clock};
  ManualExecutor* held = nullptr;
  Dispatch dispatch;
  Api api;
  net::Router router;
  std::string peer = "203.0.113.7";
  bool next_in_reserve = false;  // the next request comes on such a connection
  InboxId shop;
  InboxId club;

 private:
  std::vector<std::weak_ptr<FakeExchange>> begun_;
};

inline std::string World::agent(const std::string& name, Role role,
                                const std::vector<InboxId>& inboxes) {
  const std::string email = name + "@shop.example";
  std::optional<Agent> made;
  dispatch.create_agent(loop, console_principal(), {email, name, role, "correct horse"},
                        [&](Result<Agent> agent) {
                          ASSERT_TRUE(agent.ok()) << agent.error().detail;
                          made = std::move(*agent);
                        });
  settle();
  struct Place {
    struct Answer {};
    AgentId id;
    std::vector<InboxId> inboxes;
    Result<Answer> run(const actions::Context&, Transaction& store, actions::Outcome&) const {
      auto agent = store.agent(id);
      agent->inboxes = inboxes;
      store.save_agent(*agent);
      return Answer{};
    }
  };
  run(Place{made->id, inboxes});
  const Answer answer =
      ask("POST", "/sessions", "{\"email\":\"" + email + "\",\"password\":\"correct horse\"}");
  EXPECT_EQ(answer.status, 201) << answer.body;
  const std::string cookie(answer.response.header("Set-Cookie"));
  return cookie.substr(13, cookie.find(';') - 13);  // walkie_agent=…
}

}  // namespace walkie::testing

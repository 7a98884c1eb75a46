#include "tests/simulation/network.h"

#include "net/request_builder.h"
#include "net/router.h"
#include "tests/simulation/server.h"

namespace walkie::sim {

// One request on its way: there, through the router, and back.
struct Network::Delivery {
  const Person* person = nullptr;
  std::string token;  // of when it was asked
  Ask ask;
  Done done;
  std::shared_ptr<Line> line;  // a socket or a stream
  bool socket = false;
};

namespace {

// The right to answer one request, as net's session would have given it.
class SimExchange final : public net::Exchange {
 public:
  struct Reply {
    std::function<void(const net::Response&)> answer;
    std::function<void()> lost;  // nobody will answer any more
  };
  SimExchange(net::Request request, SimExecutor& loop, std::shared_ptr<Line> line,
              std::shared_ptr<const bool> alive, Reply reply)
      : request_(std::move(request)),
        loop_(loop),
        line_(std::move(line)),
        alive_(std::move(alive)),
        reply_(std::move(reply)) {}
  ~SimExchange() override {
    if (!answered_) reply_.lost();
  }

  const net::Request& request() const override { return request_; }
  void respond(net::Response response) override {
    if (!*alive_ || answered_) return;
    answered_ = true;
    reply_.answer(response);
  }
  std::shared_ptr<net::Stream> start_stream(net::Response) override {
    if (!*alive_ || !line_) return nullptr;
    answered_ = true;
    return line_->begin_stream(loop_) ? line_ : nullptr;
  }
  void upgrade(std::string_view, std::unique_ptr<net::WebSocketHandler> handler) override {
    if (!*alive_ || !line_) return;
    answered_ = true;
    line_->begin_socket(loop_, std::move(handler));
  }
  void abandoned() override { respond(net::problem_response(500, "internal", "No answer.")); }
  bool client_present() const override { return true; }

 private:
  net::Request request_;
  SimExecutor& loop_;
  std::shared_ptr<Line> line_;
  std::shared_ptr<const bool> alive_;
  Reply reply_;
  bool answered_ = false;
};

net::RequestBuilder built(const std::string& token, const Ask& ask, bool stream, Executor& loop) {
  net::RequestBuilder builder(ask.method, ask.target);
  builder.host("chat.example").header("Authorization", "Bearer " + token);
  if (!ask.body.empty()) builder.header("Content-Type", "application/json").body(ask.body);
  if (stream) builder.header("Accept", "text/event-stream");
  builder.peer_address("198.51.100.7").executor(loop);
  return builder;
}

std::int64_t wait_of(const net::Response& response) {
  const std::string text(response.header("Retry-After"));
  return text.empty() ? 0 : std::stoll(text) * 1000;
}

}  // namespace

Duration Network::delay() {
  if (world_.chance(faults_.slow_packets)) return Duration(world_.between(500, 6000));
  return Duration(world_.between(1, world_.chance(100) ? 300 : 40));
}

void Network::ask(const Person& person, const Ask& ask, const Done& done) {
  const auto delivery =
      std::make_shared<Delivery>(Delivery{&person, person.token, ask, done, nullptr, false});
  if (options_.planted == Planted::no_dedupe) {
    const std::size_t at = ask.body.find("\"client_id\":\"");
    if (at != std::string::npos) {
      delivery->ask.body.insert(at + 13, std::to_string(++attempts_) + "~");
    }
  }
  if (options_.planted == Planted::public_note) {
    constexpr std::string_view staff = ",\"channel\":\"staff\"";
    const std::size_t at = ask.body.find(staff);
    if (at != std::string::npos) delivery->ask.body.erase(at, staff.size());
  }
  if (world_.chance(faults_.lost_requests)) {
    if (world_.chance(500)) world_.after(delay(), [done] { done({}); });
    return;
  }
  world_.after(delay(), [this, delivery] { arrive(delivery); });
  if (!world_.chance(faults_.doubled_requests)) return;
  world_.after(delay() + Duration(world_.between(0, 2000)), [this, delivery] { arrive(delivery); });
}

std::shared_ptr<Line> Network::open(const Person& person, const std::string& target, bool socket,
                                    Line::Callbacks callbacks) {
  const auto line = std::make_shared<Line>(*this, person, ++last_line_, std::move(callbacks));
  std::erase_if(lines_, [](const auto& weak) { return weak.expired(); });
  lines_.push_back(line);
  if (world_.chance(faults_.lost_requests)) return line;
  const auto refused = [line](const Answer& answer) { line->refuse(answer.status); };
  const auto delivery = std::make_shared<Delivery>(
      Delivery{&person, person.token, {"GET", target, ""}, refused, line, socket});
  world_.after(delay(), [this, delivery] { arrive(delivery); });
  return line;
}

void Network::arrive(const std::shared_ptr<Delivery>& delivery) {
  if (server_ == nullptr || !server_->ready()) {
    world_.after(delay(), [delivery] { delivery->done({}); });
    return;
  }
  SimExecutor& loop = server_->some_loop();
  loop.post([this, delivery, &loop] { hand_in(delivery, loop); });
}

void Network::hand_in(const std::shared_ptr<Delivery>& delivery, SimExecutor& loop) {
  const bool stream = delivery->line && !delivery->socket;
  net::RequestBuilder builder = built(delivery->token, delivery->ask, stream, loop);
  net::Router::Parameters parameters;
  const net::Router::Match match = server_->router().match(builder.peek(), parameters);
  const auto answer = [this, delivery](const net::Response& response) {
    Answer back{response.status, std::string(response.bytes()), wait_of(response)};
    if (options_.planted == Planted::position_not_kept) {
      const std::size_t at = back.body.find("\"read_seq\":");
      if (at != std::string::npos) back.body.insert(at + 11, "1");
    }
    const bool ends = delivery->ask.target == "/sessions/current" && back.status == 204;
    if (ends) signed_out(delivery->token);
    // To a session that has ended nothing is said but that.
    if (!ends && back.status < 400) witness(*delivery->person, delivery->token, back.body);
    if (!delivery->line && world_.chance(faults_.lost_answers)) {
      if (world_.chance(500)) world_.after(delay(), [delivery] { delivery->done({}); });
      return;
    }
    world_.after(delay(), [delivery, back] { delivery->done(back); });
  };
  const auto lost = [this, delivery] { world_.after(delay(), [delivery] { delivery->done({}); }); };
  if (match.handler == nullptr) return answer(match.refusal);
  builder.parameters(std::move(parameters));
  const auto exchange = std::make_shared<SimExchange>(
      builder.take(), loop, delivery->line, server_->alive(), SimExchange::Reply{answer, lost});
  (*match.handler)(exchange->request(), net::Responder(exchange));
}

std::vector<std::shared_ptr<Line>> Network::lines() {
  std::vector<std::shared_ptr<Line>> found;
  for (const auto& weak : lines_) {
    if (auto line = weak.lock()) found.push_back(std::move(line));
  }
  return found;
}

void Network::server_died() {
  for (const auto& line : lines())
    line->server_died();
}

}  // namespace walkie::sim

// Everybody is cut off at once while messages go on, and resumes with its cursor. Measured: when
// 95 % and all are in sync again; checked: each gets every seq once.
#include <cstdio>
#include <memory>
#include <random>
#include <vector>

#include "bench/load/figures.h"
#include "bench/load/http_client.h"
#include "bench/load/population.h"
#include "bench/load/scenarios.h"
#include "bench/load/websocket_client.h"

namespace walkie::bench {
namespace {

struct Client {
  Person person;
  std::unique_ptr<WebSocketClient> socket;
  std::int64_t last = 0;
  std::int64_t expected = 0;  // messages posted into its conversation
  bool synced = false;
  int attempt = 0;
  Nanoseconds retry_at = 0;  // 0: nothing planned
};

class ResumeStorm {
 public:
  explicit ResumeStorm(const Options& options)
      : options_(options), poster_(poller_, options.host, options.port, 0) {}

  int run() {
    auto people = make_people(poller_, options_, options_.connections);
    if (people.empty()) return 1;
    clients_.resize(people.size());
    for (std::size_t i = 0; i < people.size(); ++i) {
      clients_[i].person = std::move(people[i]);
      post(clients_[i]);  // so that every cursor is past the start
      clients_[i].retry_at = 1;
    }
    if (!wait_until_synced(60, clients_.size())) return complain("not all connected at first");
    const auto before = process_figures(options_.pid);
    // From the first cut: what is posted meanwhile takes its time too.
    const auto start = now_ns();
    for (auto& client : clients_)
      cut(client);
    for (std::size_t i = 0; i < clients_.size(); i += 5)
      post(clients_[i]);
    const bool most = wait_until_synced(60, clients_.size() * 95 / 100);
    const auto most_s = static_cast<double>(now_ns() - start) / 1e9;
    const bool all = wait_until_synced(60, clients_.size());
    const auto all_s = static_cast<double>(now_ns() - start) / 1e9;
    const auto after = process_figures(options_.pid);
    report(most_s, all_s, after.cpu_s - before.cpu_s);
    return most && all && wrong_ == 0 && missing() == 0 ? 0 : 1;
  }

 private:
  int complain(const char* what) {
    std::fprintf(stderr, "load: %s (%zu of %zu, last refusal %d)\n", what, synced_, clients_.size(),
                 last_refusal_);
    return 1;
  }

  void post(Client& client) {
    bool done = false;
    const auto body = "{\"conversation_id\":" + std::to_string(client.person.conversation_id) +
                      ",\"content\":\"while you were away\"}";
    poster_.request("POST", "/messages", client.person.token, body,
                    [&](int status, std::string_view) {
                      done = true;
                      if (status == 201) ++client.expected;
                    });
    poller_.run(now_ns() + 5'000'000'000, [&] { return done; });
  }

  void cut(Client& client) {
    client.socket->close();
    client.synced = false;
    --synced_;
    client.attempt = 0;
    plan_retry(client);
  }

  // protocol H4b: 0.5 s + rand(0, min(20 s, 0.5 s · 2ⁿ)).
  void plan_retry(Client& client) {
    const double spread =
        std::min(20.0, 0.5 * static_cast<double>(1U << std::min(client.attempt++, 8)));
    std::uniform_real_distribution<double> jitter(0, spread);
    client.retry_at = now_ns() + static_cast<Nanoseconds>((0.5 + jitter(random_)) * 1e9);
  }

  void connect(Client& client, int source) {
    client.retry_at = 0;
    client.socket = std::make_unique<WebSocketClient>(poller_);
    client.socket->text = [this, &client](std::string_view text) { receive(client, text); };
    client.socket->gone = [this, &client](int) {
      last_refusal_ = client.socket->refused_with();
      ++refusals_;
      if (client.synced) --synced_;
      client.synced = false;
      plan_retry(client);
    };
    const auto path = "/ws?conversation_id=" + std::to_string(client.person.conversation_id) +
                      "&since=" + std::to_string(client.last);
    if (!client.socket->open({options_.host, options_.port, path, client.person.token}, source)) {
      plan_retry(client);
    }
  }

  void receive(Client& client, std::string_view text) {
    if (text.find("\"synced\"") != std::string_view::npos && !client.synced) {
      client.synced = true;
      ++synced_;
      if (json_number(text, "head_seq") != client.last) ++wrong_;
    } else if (text.find("\"new_message\"") != std::string_view::npos) {
      const auto seq = json_number(text, "seq");
      if (seq != client.last + 1) ++wrong_;
      client.last = seq;
    } else if (text.find("\"type\":\"reset\"") != std::string_view::npos) {
      ++wrong_;
    }
  }

  bool wait_until_synced(double seconds, std::size_t wanted) {
    return poller_.run(now_ns() + static_cast<Nanoseconds>(seconds * 1e9), [&] {
      const auto now = now_ns();
      int begun = 0;
      for (std::size_t i = 0; i < clients_.size() && begun < 256; ++i) {
        auto& client = clients_[i];
        if (client.retry_at == 0 || client.retry_at > now) continue;
        connect(client, static_cast<int>(i % 200));
        ++begun;
      }
      return synced_ >= wanted;
    });
  }

  std::int64_t missing() const {
    std::int64_t count = 0;
    for (const auto& client : clients_)
      count += client.expected - client.last;
    return count;
  }

  void report(double most_s, double all_s, double cpu_s) const {
    Report report;
    report.add("scenario", std::string("storm"));
    report.add("connections", static_cast<double>(clients_.size()));
    report.add("back_95_percent_s", most_s).add("back_all_s", all_s).add("server_cpu_s", cpu_s);
    report.add("refusals", refusals_).add("out_of_order", static_cast<double>(wrong_));
    report.add("missing", static_cast<double>(missing())).print();
  }

  const Options& options_;
  Poller poller_{options_.tls};
  HttpClient poster_;
  std::vector<Client> clients_;
  std::mt19937_64 random_{20261122};
  std::size_t synced_ = 0;
  std::int64_t wrong_ = 0;
  int refusals_ = 0, last_refusal_ = 0;
};

}  // namespace

int resume_storm(const Options& options) { return ResumeStorm(options).run(); }

}  // namespace walkie::bench

// The simulated network between clients and the server's router: requests, WebSockets and event
// streams, with every fault that a real one has. Within one live connection bytes keep their order
// (unless a broken middle box is among the faults); between connections nothing does.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/line.h"
#include "tests/simulation/options.h"
#include "tests/simulation/people.h"
#include "tests/simulation/world.h"

namespace walkie::sim {

class Server;

struct Ask {
  std::string method;
  std::string target;
  std::string body;
};

struct Answer {
  int status = 0;  // 0: none came
  std::string body;
  std::int64_t wait_ms = 0;  // Retry-After
};

class Network {
 public:
  Network(World& world, const Options& options, const Faults& faults, const Limits& limits)
      : world_(world), options_(options), faults_(faults), limits_(limits) {}

  // nullptr: connections are refused.
  void lead_to(Server* server) { server_ = server; }
  // The server's machine is gone: its ends of all lines with it.
  void server_died();

  // `done` may be called once, twice (a doubled request) or never: the client has time-outs.
  using Done = std::function<void(const Answer&)>;
  void ask(const Person& person, const Ask& ask, const Done& done);

  // A WebSocket (GET /ws) or an event stream; callbacks.ended comes when it cannot be had.
  std::shared_ptr<Line> open(const Person& person, const std::string& target, bool socket,
                             Line::Callbacks callbacks);

  // --- the other end ---
  Duration delay();
  const Faults& faults() const { return faults_; }
  const Limits& limits() const { return limits_; }
  const Options& options() const { return options_; }
  World& world() { return world_; }
  // Everything that reaches somebody passes here once.
  std::function<void(const Person&, const std::string& token, std::string_view)> witness;
  std::function<void(const std::string& token)> signed_out;  // the server has said so
  std::function<void(const char*)> sighted;                  // counts what a run has come by
  std::size_t longest_queue = 0;  // of a line, in bytes, in the whole run
  std::vector<std::shared_ptr<Line>> lines();

 private:
  struct Delivery;
  void arrive(const std::shared_ptr<Delivery>& delivery);
  void hand_in(const std::shared_ptr<Delivery>& delivery, SimExecutor& loop);

  World& world_;
  const Options& options_;
  const Faults& faults_;
  const Limits& limits_;
  Server* server_ = nullptr;
  std::vector<std::weak_ptr<Line>> lines_;
  std::int64_t last_line_ = 0;
  int attempts_ = 0;
};

}  // namespace walkie::sim

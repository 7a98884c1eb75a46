// One life of the server: the real dispatch, broker, hub, actions and api over a store that
// outlives it. Destroying it is a power cut: whatever was in memory is gone, nobody is told.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "api/api.h"
#include "broker/local_broker.h"
#include "dispatch/dispatch.h"
#include "net/router.h"
#include "tests/simulation/faulty_broker.h"
#include "tests/simulation/options.h"
#include "tests/simulation/world.h"

namespace walkie::sim {

class Server {
 public:
  // `connections_gone` is called in the middle of its death: the ends of all lines must go then.
  Server(World& world, Store& store, const Options& options, const Faults& faults,
         const Limits& limits, std::function<void()> connections_gone);
  ~Server();
  Server(const Server&) = delete;

  bool ready() const { return ready_; }
  bool failed_to_start() const { return failed_; }  // it exits, and is started again
  SimExecutor& some_loop();
  const net::Router& router() const { return router_; }
  std::shared_ptr<const bool> alive() const { return alive_; }

  Api& api() { return *api_; }
  std::size_t clients();
  // Stops as node does; `drained` when the process may end.
  void drain(std::function<void()> drained);
  // Adds what this life's counters say.
  void count(std::map<std::string, std::size_t>& sightings) const;
  // What is too long right now; empty when every queue is within its bound.
  std::string overflow() const;

 private:
  World& world_;
  const Limits& limits_;
  Log log_;
  Metrics metrics_;
  SimExecutor loop_a_, loop_b_, writer_, reader_a_, reader_b_, passwords_;
  LocalBroker local_broker_;
  FaultyBroker broker_;
  testing::SeededRandom random_;
  std::unique_ptr<Dispatch> dispatch_;
  std::unique_ptr<Api> api_;
  net::Router router_;
  std::function<void()> connections_gone_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  bool ready_ = false;
  bool failed_ = false;
  bool draining_ = false;
};

}  // namespace walkie::sim

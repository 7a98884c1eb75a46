#include "tests/simulation/server.h"

#include "api/live/live_loop.h"

namespace walkie::sim {

Server::Server(World& world, Store& store, const Options& options, const Faults& faults,
               const Limits& limits, std::function<void()> connections_gone)
    : world_(world),
      limits_(limits),
      log_(world.clock, {.level = Level::off}),
      loop_a_(world),
      loop_b_(world),
      writer_(world),
      reader_a_(world),
      reader_b_(world),
      passwords_(world),
      local_broker_(limits.loop_queue_bytes),
      broker_(local_broker_, world, options, faults),
      random_(world.random.next()),
      connections_gone_(std::move(connections_gone)) {
  dispatch_ = std::make_unique<Dispatch>(DispatchParts{store,
                                                       broker_,
                                                       world.clock,
                                                       random_,
                                                       limits,
                                                       writer_,
                                                       {&reader_a_, &reader_b_},
                                                       {&passwords_},
                                                       log_,
                                                       metrics_});
  api_ = std::make_unique<Api>(ApiParts{*dispatch_,
                                        broker_,
                                        world.clock,
                                        random_,
                                        limits,
                                        log_,
                                        metrics_,
                                        {},
                                        {&loop_a_, &loop_b_}},
                               ApiSettings{});
  api_->register_routes(router_);
  api_->start([this](const Result<void>& started) {
    ready_ = started.ok();
    failed_ = !started.ok();
  });
}

Server::~Server() {
  *alive_ = false;
  ready_ = false;
  SimExecutor* const executors[] = {&loop_a_,   &loop_b_,   &writer_,
                                    &reader_a_, &reader_b_, &passwords_};
  for (SimExecutor* executor : executors)
    executor->forget();
  // Long-polls and streams hold themselves until they end. Nobody hears that they do.
  api_->drain([] {});
  for (SimExecutor* loop : {&loop_a_, &loop_b_}) {
    while (loop->ready())
      loop->run_one();
  }
  connections_gone_();
  dispatch_->abandon();
  for (SimExecutor* executor : executors)
    executor->forget();
  api_.reset();
  dispatch_.reset();
}

SimExecutor& Server::some_loop() { return world_.chance(500) ? loop_a_ : loop_b_; }

std::size_t Server::clients() {
  return api_->live(loop_a_).clients() + api_->live(loop_b_).clients();
}

void Server::drain(std::function<void()> drained) {
  if (std::exchange(draining_, true)) return;
  api_->drain([this, drained = std::move(drained)] { dispatch_->stop(loop_a_, drained); });
}

void Server::count(std::map<std::string, std::size_t>& sightings) const {
  const std::string text = metrics_.render();
  const auto value = [&text](const std::string& name) {
    const std::size_t at = text.find("\n" + name + " ");
    return at == std::string::npos ? 0 : std::stoul(text.substr(at + name.size() + 2));
  };
  sightings["resumed from the ring"] += value("walkie_resumes_total{from=\"ring\"}");
  sightings["resumed from the store"] += value("walkie_resumes_total{from=\"store\"}");
  sightings["reader repaired"] += value("walkie_repairs_total");
  sightings["broadcast lost by a full queue"] += local_broker_.lost();
}

std::string Server::overflow() const {
  // A batch is let in while there is room: one may lie above the bound for each loop.
  const std::int64_t bound = limits_.loop_queue_bytes + 4096;
  if (local_broker_.queued_bytes() > 2 * bound) return "the broker's queues";
  return {};
}

}  // namespace walkie::sim

// Api: the HTTP and WebSocket interface of the product. Turns requests into verbs for dispatch and
// their answers into bytes, and has the live connections of every loop.
//
// Owner: node/, one for the process. It is destroyed after the server and before its parts.
// Handlers run on the loop of their connection. start and drain: any thread.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "api/settings.h"
#include "base/assets.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "chat/limits.h"

namespace walkie::net {
class Router;
class StaticFiles;
}  // namespace walkie::net

namespace walkie {

class Broker;
class Dispatch;

namespace api {
class ConnectionCounts;
class LiveLoop;
class Origins;
class Presence;
class Rates;
class ReadSlots;
}  // namespace api

struct ApiParts {
  Dispatch& dispatch;
  Broker& broker;
  const Clock& clock;
  Random& random;
  const Limits& limits;
  Log& log;
  Metrics& metrics;
  std::span<const Asset> assets;
  std::vector<Executor*> loops;  // every loop that the server runs on; at least one
};

class Api {
 public:
  Api(const ApiParts& parts, ApiSettings settings);
  // Destroy it after the loops have stopped and no callback of it is left: after
  // Dispatch::abandon() and net::Loop::forget().
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  // Call it before the server starts. The router must not outlive this object.
  void register_routes(net::Router& router);

  // Reads the epoch and the allowed origins, joins the broker on every loop, then calls `started`
  // on the first loop. The server must not serve before that. The origins are read again every five
  // seconds.
  void start(std::function<void(Result<void>)> started);

  // Reads the origins now, because the operator has changed them. Any thread; `done` runs on the
  // first loop.
  void read_origins(std::function<void()> done);

  // H8: /readyz answers 503. Every live client gets `bye` and is closed with 4000, spread over
  // time; long-polls are answered. `drained` runs on the first loop when no live client is left.
  void drain(std::function<void()> drained);

  // Adds a check to /readyz. It returns "ok" or what is wrong. Call it before the server starts.
  void add_check(std::string name, std::function<std::string()> check);

  // --- for the handlers of this room ---
  Dispatch& dispatch() { return parts_.dispatch; }
  const Clock& clock() const { return parts_.clock; }
  Random& random() { return parts_.random; }
  const Limits& limits() const { return parts_.limits; }
  Log& log() { return parts_.log; }
  Metrics& metrics() { return parts_.metrics; }
  const ApiSettings& settings() const { return settings_; }
  const net::StaticFiles& files() const { return *files_; }
  api::Origins& origins() { return *origins_; }
  api::Rates& rates() { return *rates_; }
  api::ReadSlots& reads() { return *reads_; }
  api::ConnectionCounts& connection_counts() { return *connection_counts_; }
  api::Presence& presence() { return *presence_; }
  api::LiveLoop& live(Executor& loop);
  const std::string& epoch() const { return epoch_; }
  bool draining() const { return draining_.load(std::memory_order_relaxed); }
  std::int64_t next_request_id() { return ++last_request_; }
  std::map<std::string, std::string> checks() const;

 private:
  void refresh_origins();
  void join_loops(std::function<void()> joined);

  ApiParts parts_;
  ApiSettings settings_;
  std::unique_ptr<net::StaticFiles> files_;
  std::unique_ptr<api::Origins> origins_;
  std::unique_ptr<api::Rates> rates_;
  std::unique_ptr<api::ReadSlots> reads_;
  std::unique_ptr<api::ConnectionCounts> connection_counts_;
  std::unique_ptr<api::Presence> presence_;
  std::vector<std::unique_ptr<api::LiveLoop>> live_;
  std::map<std::string, std::function<std::string()>> checks_;
  std::string epoch_;
  std::atomic<bool> draining_{false};
  std::atomic<std::int64_t> last_request_{0};
};

}  // namespace walkie

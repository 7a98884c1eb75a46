// Node: one running server. Builds every room in order, starts the threads, and takes it all down
// again: drain, last commits, loops, store.
//
// Owner: the serve command, on the main thread. admin() may be called from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/api.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "broker/local_broker.h"
#include "dispatch/dispatch.h"
#include "dispatch/worker_thread.h"
#include "net/loop.h"
#include "net/router.h"
#include "net/server.h"
#include "net/tls.h"
#include "node/admin_request.h"
#include "node/admin_socket.h"
#include "node/config.h"
#include "store/sqlite/sqlite_store.h"

namespace walkie {

class Node {
 public:
  // All of it must outlive the node.
  Node(const Config& config, const Clock& clock, Random& random, Log& log);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  // Serves when this returns ok. An error names what is wrong; nothing is left running.
  Result<void> start();
  std::uint16_t port() const;

  // Once, for a folder without an admin: the link that makes the first one. Empty otherwise.
  Result<std::string> setup_link();

  // SIGHUP: reads the TLS certificate again; the old one stays in use when the new one is bad.
  void reload();

  // Ok, unless the node has ended the process itself, because its files were taken from it.
  Result<void> why_it_ended() const { return ended_; }

  // Drains (protocol H8) and returns when the last commit is on disk; at most about `patience`.
  void stop(Duration patience);

 private:
  Result<void> open_store();
  Result<void> canonicalise_origins();
  void start_threads();
  Result<void> start_serving();
  Result<void> open_admin_socket();
  void bridge_figures();
  void maintain_later();  // the store
  void sweep_later();     // sessions that have ended
  void probe_later();     // the disk, while it refuses commits
  void unlock(const std::string& email, const std::string& address);
  void watch_files();
  void forget_tasks();
  Result<std::string> admin(AdminRequest request);

  // Runs a verb through dispatch and waits for its answer. Not from a loop or a store thread.
  template <class Verb>
  Result<typename Verb::Answer> ask(Verb verb) {
    std::promise<Result<typename Verb::Answer>> promise;
    dispatch_->run(
        *control_, console_, std::move(verb),
        [&promise](Result<typename Verb::Answer> answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
  }

  const Config& config_;
  const Clock& clock_;
  Random& random_;
  Log& log_;
  const Principal console_;
  Metrics metrics_;

  // In the order in which they are built; taken down in the other.
  std::unique_ptr<SqliteStore> store_;
  std::unique_ptr<LocalBroker> broker_;
  std::unique_ptr<WorkerThread> control_;  // answers of ask(), upkeep of the store, sweeping
  std::unique_ptr<WorkerThread> writer_;
  std::vector<std::unique_ptr<WorkerThread>> readers_;
  std::vector<std::unique_ptr<WorkerThread>> passwords_;
  std::unique_ptr<Dispatch> dispatch_;
  std::vector<std::unique_ptr<net::Loop>> loops_;
  std::unique_ptr<Api> api_;
  net::Router router_;
  std::unique_ptr<net::TlsContext> tls_;
  std::unique_ptr<net::Server> server_;
  std::vector<std::thread> threads_;
  std::unique_ptr<AdminSocket> admin_socket_;
  Result<void> ended_;  // by the control thread, before it raises the signal
  std::atomic<bool> listening_{false};
};

}  // namespace walkie

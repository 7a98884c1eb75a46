#include "net/server.h"

#include <csignal>

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "net/acceptor.h"
#include "net/admission.h"
#include "net/http_connection.h"
#include "net/loop_context.h"

namespace walkie::net {

namespace {
Error bad_block(const std::string& block) {
  Error error;
  error.code = Code::bad_request;
  error.reason = "trusted_proxies";
  error.detail = "trusted_proxies has '" + block +
                 "'; write an IP address or a CIDR block, such as 10.0.0.0/8";
  return error;
}
}  // namespace

struct Server::Parts {
  Parts(std::vector<Loop*> its_loops, const Router& its_router, ServerOptions its_options,
        Random& its_random)
      : loops(std::move(its_loops)),
        router(its_router),
        options(std::move(its_options)),
        random(its_random),
        admission(options.limits.admission) {}

  std::vector<Loop*> loops;
  const Router& router;
  ServerOptions options;
  Random& random;
  TrustedProxies proxies;
  Admission admission;
  std::vector<std::unique_ptr<LoopContext>> contexts;  // one for each loop
  std::vector<std::unique_ptr<Acceptor>> acceptors;
  std::vector<std::uint16_t> ports;
  LoopCounter accepted, refused;
  std::atomic<std::size_t> loops_left{0};

  void assign(int descriptor, std::string peer_address);
  void adopt(LoopContext& context, int descriptor, std::string peer_address,
             std::shared_ptr<Admission::Slot> slot);
  void finish(std::function<void()> done, bool now);
  int jitter_s() const {
    const AdmissionLimits& limits = options.limits.admission;
    auto spread = std::max(0, limits.retry_after_max_s - limits.retry_after_min_s) + 1;
    return limits.retry_after_min_s +
           static_cast<int>(random.below(static_cast<std::uint64_t>(spread)));
  }
};

Server::Server(std::vector<Loop*> loops, const Router& router, ServerOptions options,
               Random& random)
    : parts_(new Parts(std::move(loops), router, std::move(options), random)) {
  WALKIE_ASSERT(!parts_->loops.empty());
  for (std::size_t i = 0; i < parts_->loops.size(); ++i) {
    parts_->contexts.push_back(
        std::make_unique<LoopContext>(*parts_->loops[i], router, parts_->options.limits,
                                      parts_->proxies, random, i, parts_->loops.size()));
  }
}

Server::~Server() = default;

Result<void> Server::start() {
  // A write to a closed connection must fail, not end the process: OpenSSL writes without
  // MSG_NOSIGNAL.
  (void)std::signal(SIGPIPE, SIG_IGN);
  for (const std::string& block : parts_->options.trusted_proxies) {
    if (!parts_->proxies.add(block) || !parts_->admission.exempt(block)) return bad_block(block);
  }
  for (const std::string& block : parts_->options.many_clients) {
    if (!parts_->admission.exempt(block)) return bad_block(block);
  }
  Loop& first = *parts_->loops.front();
  for (const ListenAddress& address : parts_->options.listen) {
    auto acceptor = std::make_unique<Acceptor>(
        first,
        [parts = parts_.get()](int descriptor, std::string peer_address) {
          parts->assign(descriptor, std::move(peer_address));
        },
        [parts = parts_.get()] { parts->refused.add(); });
    if (auto listening = acceptor->listen(address); !listening) {
      parts_->acceptors.clear();
      return listening.error();
    }
    parts_->ports.push_back(acceptor->port());
    parts_->acceptors.push_back(std::move(acceptor));
  }
  first.post([parts = parts_.get()] {
    for (auto& acceptor : parts->acceptors)
      acceptor->begin();
  });
  return {};
}

std::uint16_t Server::port(std::size_t index) const { return parts_->ports.at(index); }

void Server::Parts::assign(int descriptor, std::string peer_address) {
  LoopContext* least = contexts.front().get();
  for (auto& context : contexts) {
    std::int64_t now = context->open_connections.load(std::memory_order_relaxed);
    if (now < least->open_connections.load(std::memory_order_relaxed)) least = context.get();
  }
  const bool secure = options.tls != nullptr;
  auto slot = admission.admit(peer_address, secure, contexts.front()->loop.clock().now());
  if (!slot) {
    refused.add();
    return turn_away(descriptor, secure ? 0 : jitter_s());
  }
  accepted.add();
  least->open_connections.fetch_add(1, std::memory_order_relaxed);
  if (least == contexts.front().get()) {
    return adopt(*least, descriptor, std::move(peer_address), std::move(slot));
  }
  least->loop.post(
      [this, least, descriptor, peer = std::move(peer_address), slot = std::move(slot)]() mutable {
        adopt(*least, descriptor, std::move(peer), std::move(slot));
      });
}

void Server::Parts::adopt(LoopContext& context, int descriptor, std::string peer_address,
                          std::shared_ptr<Admission::Slot> slot) {
  Socket socket(descriptor, options.tls);
  auto connection =
      std::make_shared<HttpConnection>(context, std::move(socket), std::move(peer_address), slot);
  slot->attach(context.loop, connection);
  context.add(connection);
  // It was accepted while the server began to drain or to stop.
  if (context.stopped) return connection->cut();
  if (context.draining) connection->drain();
}

void Server::Parts::finish(std::function<void()> done, bool now) {
  Loop& first = *loops.front();
  first.post([this, done = std::move(done), now]() mutable {
    acceptors.clear();
    loops_left.store(contexts.size());
    auto all_done = [this, done = std::move(done)] {
      if (loops_left.fetch_sub(1) == 1) loops.front()->post(done);
    };
    for (auto& context : contexts) {
      context->loop.post([context = context.get(), all_done, now] {
        context->on_empty = all_done;
        now ? context->cut_all() : context->begin_drain();
      });
    }
  });
}

void Server::drain(std::function<void()> idle) { parts_->finish(std::move(idle), false); }
void Server::stop(std::function<void()> done) { parts_->finish(std::move(done), true); }

ServerFigures Server::figures() const {
  ServerFigures sum;
  sum.accepted = parts_->accepted.value();
  sum.refused = parts_->refused.value();
  sum.made_room = parts_->admission.made_room();
  for (const auto& context : parts_->contexts) {
    const Counters& counters = context->counters;
    sum.connections += context->open_connections.load(std::memory_order_relaxed);
    sum.websockets += static_cast<std::int64_t>(counters.websockets.value());
    sum.requests += counters.requests.value();
    sum.handshakes_refused += counters.handshakes_refused.value();
    sum.frames_in += counters.frames_in.value();
    sum.frames_out += counters.frames_out.value();
    sum.bytes_out += counters.bytes_out.value();
    sum.ephemerals_dropped += counters.ephemerals_dropped.value();
    sum.closed_too_slow += counters.closed_too_slow.value();
    sum.closed_no_pong += counters.closed_no_pong.value();
  }
  return sum;
}

}  // namespace walkie::net

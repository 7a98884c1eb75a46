#include "net/loop_context.h"

#include <algorithm>
#include <ctime>

#include "base/assert.h"
#include "net/tcp_connection.h"

namespace walkie::net {

LoopContext::LoopContext(Loop& its_loop, const Router& its_router, const ServerLimits& its_limits,
                         const TrustedProxies& its_proxies, Random& its_random, std::uint64_t index,
                         std::size_t contexts)
    : loop(its_loop),
      router(its_router),
      limits(its_limits),
      proxies(its_proxies),
      random(its_random),
      handshakes({limits.admission.handshakes_per_s / static_cast<double>(contexts),
                  limits.admission.handshake_burst / static_cast<double>(contexts)},
                 its_loop.clock().now()),
      index_(index) {}

LoopContext::~LoopContext() {
  cut_all();
  loop.destroy_now();
}

const std::string& LoopContext::date() {
  std::int64_t second = loop.clock().wall().ms / 1000;
  if (second != date_s_) {
    date_s_ = second;
    std::time_t time = second;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    char text[40];
    // The process keeps the C locale, so the names are English, as HTTP requires.
    auto size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    date_.assign(text, size);
  }
  return date_;
}

Deflate& LoopContext::deflate() {
  if (!deflate_) deflate_ = std::make_unique<Deflate>();
  return *deflate_;
}

Response LoopContext::busy(std::string_view code) {
  const AdmissionLimits& admission = limits.admission;
  auto spread = static_cast<std::uint64_t>(
      std::max(0, admission.retry_after_max_s - admission.retry_after_min_s) + 1);
  auto wait_s = static_cast<std::uint64_t>(admission.retry_after_min_s) + random.below(spread);
  Response response = problem_response(
      503, code, "The server is busy. Wait for the seconds of Retry-After, then try again.");
  response.set("Retry-After", std::to_string(wait_s));
  return response;
}

void LoopContext::add(std::shared_ptr<TcpConnection> connection) {
  connection->index_ = static_cast<std::uint32_t>(connections_.size());
  loop.watch(connection->socket_.descriptor(), connection->interest_, *connection);
  connections_.push_back(std::move(connection));
}

void LoopContext::remove(TcpConnection& connection) {
  std::uint32_t index = connection.index_;
  WALKIE_ASSERT(connections_[index].get() == &connection);
  loop.destroy_later(std::move(connections_[index]));
  if (index + 1 != connections_.size()) {
    connections_[index] = std::move(connections_.back());
    connections_[index]->index_ = index;
  }
  connections_.pop_back();
  open_connections.fetch_sub(1, std::memory_order_relaxed);
  check_empty();
}

void LoopContext::replace(TcpConnection& old_connection,
                          std::shared_ptr<TcpConnection> new_connection) {
  std::uint32_t index = old_connection.index_;
  WALKIE_ASSERT(connections_[index].get() == &old_connection);
  new_connection->index_ = index;
  loop.rewatch(new_connection->socket_.descriptor(), new_connection->interest_, *new_connection);
  loop.destroy_later(std::move(connections_[index]));
  connections_[index] = std::move(new_connection);
}

void LoopContext::begin_drain() {
  draining = true;
  // A connection that is removed moves the last one to its index, so this goes from the back.
  for (std::size_t i = connections_.size(); i-- > 0;) {
    if (i < connections_.size()) connections_[i]->drain();
  }
  check_empty();
}

void LoopContext::cut_all() {
  stopped = draining = true;
  while (!connections_.empty())
    connections_.back()->cut();
  check_empty();
}

void LoopContext::check_empty() {
  if (!draining || open_connections.load(std::memory_order_relaxed) != 0 || !on_empty) return;
  auto empty = std::exchange(on_empty, nullptr);
  empty();
}

}  // namespace walkie::net

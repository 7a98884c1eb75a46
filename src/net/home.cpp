#include "net/home.h"

#include <sys/epoll.h>

#include <algorithm>
#include <ctime>

#include "base/assert.h"

namespace walkie::net {

Home::Home(Loop& its_loop, const Router& its_router, const Limits& its_limits,
           const TrustedProxies& its_proxies, Random& its_random, std::uint64_t index,
           std::size_t homes)
    : loop(its_loop),
      router(its_router),
      limits(its_limits),
      proxies(its_proxies),
      random(its_random),
      handshakes({limits.admission.handshakes_per_s / static_cast<double>(homes),
                  limits.admission.handshake_burst / static_cast<double>(homes)},
                 its_loop.clock().now()),
      index_(index) {}

Home::~Home() {
  cut_all();
  loop.destroy_now();
}

const std::string& Home::date() {
  std::int64_t second = loop.clock().wall().ms / 1000;
  if (second != date_s_) {
    date_s_ = second;
    std::time_t time = second;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    char text[40];
    // The C locale is never changed, so the names are English as HTTP wants them.
    auto size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    date_.assign(text, size);
  }
  return date_;
}

Deflate& Home::deflate() {
  if (!deflate_) deflate_ = std::make_unique<Deflate>();
  return *deflate_;
}

Response Home::busy(std::string_view code) {
  const AdmissionLimits& admission = limits.admission;
  auto spread = static_cast<std::uint64_t>(
      std::max(0, admission.retry_after_max_s - admission.retry_after_min_s) + 1);
  auto wait_s = static_cast<std::uint64_t>(admission.retry_after_min_s) + random.below(spread);
  Response response = problem_response(503, code, "Too busy at the moment. Try again later.");
  response.set("Retry-After", std::to_string(wait_s));
  return response;
}

void Home::enrol(std::shared_ptr<Session> session) {
  session->place_ = static_cast<std::uint32_t>(sessions_.size());
  loop.watch(session->socket_.descriptor(), session->interest_, *session);
  sessions_.push_back(std::move(session));
}

void Home::remove(Session& session) {
  std::uint32_t place = session.place_;
  WALKIE_ASSERT(sessions_[place].get() == &session);
  loop.destroy_later(std::move(sessions_[place]));
  if (place + 1 != sessions_.size()) {
    sessions_[place] = std::move(sessions_.back());
    sessions_[place]->place_ = place;
  }
  sessions_.pop_back();
  sessions_now.fetch_sub(1, std::memory_order_relaxed);
  check_empty();
}

void Home::replace(Session& old_session, std::shared_ptr<Session> new_session) {
  std::uint32_t place = old_session.place_;
  WALKIE_ASSERT(sessions_[place].get() == &old_session);
  new_session->place_ = place;
  loop.rewatch(new_session->socket_.descriptor(), new_session->interest_, *new_session);
  loop.destroy_later(std::move(sessions_[place]));
  sessions_[place] = std::move(new_session);
}

void Home::begin_drain() {
  draining = true;
  // A session that leaves moves the last one into its place: go from the back.
  for (std::size_t i = sessions_.size(); i-- > 0;) {
    if (i < sessions_.size()) sessions_[i]->drain();
  }
  check_empty();
}

void Home::cut_all() {
  stopped = draining = true;
  while (!sessions_.empty())
    sessions_.back()->cut();
  check_empty();
}

void Home::check_empty() {
  if (!draining || sessions_now.load(std::memory_order_relaxed) != 0 || !on_empty) return;
  auto empty = std::exchange(on_empty, nullptr);
  empty();
}

Session::~Session() {
  if (!has_left()) home_.loop.unwatch(socket_.descriptor(), *this);
  home_.loop.flush_never(*this);
}

void Session::interest(std::uint32_t events) {
  if (events == interest_ || has_left()) return;
  interest_ = events;
  home_.loop.rewatch(socket_.descriptor(), events, *this);
}

void Session::want_write(bool wanted) {
  interest(wanted ? interest_ | EPOLLOUT : interest_ & ~static_cast<std::uint32_t>(EPOLLOUT));
}

void Session::leave() {
  if (has_left()) return;
  disarm();
  home_.loop.unwatch(socket_.descriptor(), *this);
  home_.loop.flush_never(*this);
  socket_.close();
  home_.remove(*this);
}

}  // namespace walkie::net

// What a connection tells Admission about itself.
#include <utility>

#include "net/admission_address.h"

namespace walkie::net {

void Admission::Slot::attach(Loop& loop, std::weak_ptr<TcpConnection> connection) {
  const std::scoped_lock lock(owner_.mutex_);
  loop_ = &loop;
  connection_ = std::move(connection);
}

// A weak pointer would keep the memory of the connection, which make_shared allocated with it.
void Admission::Slot::detach() {
  const std::scoped_lock lock(owner_.mutex_);
  loop_ = nullptr;
  connection_.reset();
}

void Admission::Slot::tls_done() {
  const std::scoped_lock lock(owner_.mutex_);
  owner_.end_handshake(*this);
}

void Admission::Slot::busy() {
  // The first request of a connection takes the mutex; later requests take no lock.
  if (state() == State::pending) {
    const std::scoped_lock lock(owner_.mutex_);
    owner_.end_pending(*this);
    owner_.end_handshake(*this);
  }
  // A connection that was asked to close a moment ago calls keep() itself.
  State now = state();
  while (now != State::closing && !state_.compare_exchange_weak(now, State::busy)) {
  }
}

void Admission::Slot::idle(Instant now) {
  since_.store(now.ms, std::memory_order_relaxed);
  State was = State::busy;
  state_.compare_exchange_strong(was, State::idle);
}

void Admission::Slot::live() {
  const std::scoped_lock lock(owner_.mutex_);
  state_.store(State::live, std::memory_order_relaxed);
  if (!std::exchange(present_, true)) ++owner_.total_;
  owner_.uncount(*this);
  owner_.queue_up(*this);
}

void Admission::Slot::live_ended() {
  const std::scoped_lock lock(owner_.mutex_);
  if (state() != State::live) return;
  state_.store(State::busy, std::memory_order_relaxed);
  if (!std::exchange(counted_, true)) owner_.count(owner_.by_http_, &Address::http, address_, 1);
  owner_.queue_up(*this);
}

void Admission::Slot::keep(Instant now) {
  const std::scoped_lock lock(owner_.mutex_);
  if (state() != State::closing) return;
  since_.store(now.ms, std::memory_order_relaxed);
  state_.store(State::busy, std::memory_order_relaxed);
  if (!std::exchange(counted_, true)) owner_.count(owner_.by_http_, &Address::http, address_, 1);
  if (!std::exchange(present_, true)) ++owner_.total_;
  owner_.queue_up(*this);
}

void Admission::Slot::protect(std::uint64_t holder) {
  if (holder_ != 0 || holder == 0) return;
  const std::scoped_lock lock(owner_.mutex_);
  std::size_t& held = owner_.holders_[holder];
  if (held >= kProtectedPerHolder) return;
  ++held;
  holder_ = holder;
  owner_.queue_up(*this);
}

}  // namespace walkie::net

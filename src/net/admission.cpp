#include "net/admission.h"

#include <algorithm>
#include <utility>

#include "base/address_key.h"
#include "net/loop.h"
#include "net/tcp_connection.h"

namespace walkie::net {

std::shared_ptr<Admission::Slot> Admission::admit(const std::string& address, bool secure,
                                                  Instant now) {
  const std::scoped_lock lock(mutex_);
  forget_addresses(now);
  Address& from = address_of(address, now);
  if (!may_enter(from, secure, now)) return nullptr;
  const std::size_t open = limits_.connections - std::min(limits_.reserved, limits_.connections);
  if (total_ >= open) make_room_anywhere(now);
  if (total_ >= limits_.connections) make_room_in_reserve(from);
  if (total_ >= limits_.connections) return nullptr;
  auto slot = std::make_shared<Slot>(*this, from, now);
  slot->in_reserve_ = total_ >= open;
  slot->handshaking_ = secure;
  slot->at_ = from.slots.insert(from.slots.end(), slot.get());
  from.handshaking += secure ? 1 : 0;
  ++from.pending;
  from.pending_in_reserve += slot->in_reserve_ ? 1 : 0;
  ++from.http;
  ++total_;
  return slot;
}

Admission::Address& Admission::address_of(const std::string& text, Instant now) {
  const std::string key = exempt_.trusts(text) ? std::string() : address_key(text);
  auto& found = addresses_[key];
  if (!found) {
    const Rate rate{limits_.tls_handshakes_per_s, limits_.tls_handshake_burst};
    found.reset(new Address{.key = key, .handshakes = TokenBucket(rate, now), .slots = {}});
  }
  return *found;
}

bool Admission::may_enter(Address& address, bool secure, Instant now) {
  if (address.key.empty()) return true;
  if (address.pending >= limits_.pending_per_address) return false;
  if (secure && address.handshaking >= limits_.tls_handshakes_at_once) return false;
  if (address.http >= limits_.http_per_address && make_room(address, 1, now) == 0) return false;
  return !secure || address.handshakes.take(now);
}

// Closes those connections of the address that have been idle longest; returns how many. One that
// has just connected is about to send a request: closing it for the next one would refuse it
// instead of the next one, and without an answer.
std::size_t Admission::make_room(Address& address, std::size_t most, Instant now) {
  const auto since = [](const Slot* slot) { return slot->since_.load(std::memory_order_relaxed); };
  const std::int64_t pending_before = now.ms - limits_.pending_time.count();
  std::vector<Slot*> candidates;
  for (Slot* slot : address.slots) {
    if (slot->loop_ == nullptr || slot->holder_ != 0) continue;
    const State state = slot->state();
    const bool timed_out = state == State::pending && since(slot) <= pending_before;
    if (timed_out || state == State::idle) candidates.push_back(slot);
  }
  const auto count = std::min(most, candidates.size());
  std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count),
                    candidates.end(),
                    [&since](const Slot* a, const Slot* b) { return since(a) < since(b); });
  for (std::size_t i = 0; i < count; ++i)
    ask_to_close(*candidates[i]);
  return count;
}

// Begins with the address that has the most connections: a client that fills the server loses its
// own connections first.
void Admission::make_room_anywhere(Instant now) {
  std::vector<Address*> by_size;
  by_size.reserve(addresses_.size());
  for (const auto& [key, address] : addresses_) {
    if (address->http > 0) by_size.push_back(address.get());
  }
  constexpr std::size_t kLooked = 8;  // the largest addresses; the first ones may have none idle
  const auto looked = static_cast<std::ptrdiff_t>(std::min(kLooked, by_size.size()));
  std::partial_sort(by_size.begin(), by_size.begin() + looked, by_size.end(),
                    [](const Address* a, const Address* b) { return a->http > b->http; });
  for (std::ptrdiff_t i = 0; i < looked; ++i) {
    // Half of an address at most: one new connection does not close all idle ones of a client.
    const std::size_t most = std::min(kMostClosed, std::max<std::size_t>(1, by_size[i]->http / 2));
    if (make_room(*by_size[static_cast<std::size_t>(i)], most, now) > 0) return;
  }
}

// The reserve is full of pending connections that still have time. One address must not fill it by
// connecting again and again: the address with the most of them loses its oldest, for an address
// that has at least two fewer.
void Admission::make_room_in_reserve(const Address& for_address) {
  const std::size_t own = for_address.key.empty() ? 0 : for_address.pending_in_reserve;
  Address* most = nullptr;
  for (const auto& [key, address] : addresses_) {
    if (key.empty() || address->pending_in_reserve < own + 2) continue;
    if (most == nullptr || address->pending_in_reserve > most->pending_in_reserve)
      most = address.get();
  }
  if (most == nullptr) return;
  for (Slot* slot : most->slots) {  // the oldest first
    const bool candidate = slot->in_reserve() && slot->pending_ && slot->loop_ != nullptr;
    if (candidate && slot->state() == State::pending) return ask_to_close(*slot);
  }
}

void Admission::ask_to_close(Slot& slot) {
  slot.state_.store(State::closing, std::memory_order_relaxed);
  end_pending(slot);
  end_handshake(slot);
  if (std::exchange(slot.counted_, false)) --slot.address_.http;
  if (std::exchange(slot.present_, false)) --total_;
  made_room_.fetch_add(1, std::memory_order_relaxed);
  slot.loop_->post([connection = slot.connection_] {
    if (const auto here = connection.lock()) here->close_if_idle();
  });
}

void Admission::leave(Slot& slot) {
  const std::scoped_lock lock(mutex_);
  end_pending(slot);
  end_handshake(slot);
  if (slot.counted_) --slot.address_.http;
  if (slot.present_) --total_;
  if (slot.holder_ != 0) {
    const auto held = holders_.find(slot.holder_);
    if (held != holders_.end() && --held->second == 0) holders_.erase(held);
  }
  slot.address_.slots.erase(slot.at_);
}

// An address without connections is kept until its handshake bucket is full again.
void Admission::forget_addresses(Instant now) {
  if (addresses_.size() < sweep_at_) return;
  std::erase_if(addresses_, [now](const auto& entry) {
    return entry.second->slots.empty() && entry.second->handshakes.full(now);
  });
  sweep_at_ = std::max<std::size_t>(1024, addresses_.size() * 2);
}

void Admission::end_pending(Slot& slot) {
  if (!std::exchange(slot.pending_, false)) return;
  --slot.address_.pending;
  if (slot.in_reserve_) --slot.address_.pending_in_reserve;
}

void Admission::end_handshake(Slot& slot) {
  if (std::exchange(slot.handshaking_, false)) --slot.address_.handshaking;
}

std::size_t Admission::total() const {
  const std::scoped_lock lock(mutex_);
  return total_;
}

std::size_t Admission::addresses() const {
  const std::scoped_lock lock(mutex_);
  return addresses_.size();
}

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
  if (std::exchange(counted_, false)) --address_.http;
}

void Admission::Slot::live_ended() {
  const std::scoped_lock lock(owner_.mutex_);
  if (state() != State::live) return;
  state_.store(State::busy, std::memory_order_relaxed);
  if (!std::exchange(counted_, true)) ++address_.http;
}

void Admission::Slot::keep(Instant now) {
  const std::scoped_lock lock(owner_.mutex_);
  if (state() != State::closing) return;
  since_.store(now.ms, std::memory_order_relaxed);
  state_.store(State::busy, std::memory_order_relaxed);
  if (!std::exchange(counted_, true)) ++address_.http;
  if (!std::exchange(present_, true)) ++owner_.total_;
}

void Admission::Slot::protect(std::uint64_t holder) {
  if (holder_ != 0 || holder == 0) return;
  const std::scoped_lock lock(owner_.mutex_);
  std::size_t& held = owner_.holders_[holder];
  if (held >= kProtectedPerHolder) return;
  ++held;
  holder_ = holder;
}

}  // namespace walkie::net

#include "net/admission.h"

#include <algorithm>
#include <utility>

#include "base/address_key.h"
#include "net/loop.h"
#include "net/tcp_connection.h"

namespace walkie::net {

std::shared_ptr<Admission::Place> Admission::admit(const std::string& address, bool secure,
                                                   Instant now) {
  const std::scoped_lock lock(mutex_);
  forget_idle(now);
  Address& from = address_of(address, now);
  if (!may_enter(from, secure, now)) return nullptr;
  const std::size_t open = limits_.connections - std::min(limits_.reserved, limits_.connections);
  if (total_ >= open) make_room_anywhere(now);
  if (total_ >= limits_.connections) make_room_in_reserve(from);
  if (total_ >= limits_.connections) return nullptr;
  auto place = std::make_shared<Place>(*this, from, now);
  place->in_reserve_ = total_ >= open;
  place->handshaking_ = secure;
  place->at_ = from.places.insert(from.places.end(), place.get());
  from.handshaking += secure ? 1 : 0;
  ++from.newcomers;
  from.visitors += place->in_reserve_ ? 1 : 0;
  ++from.http;
  ++total_;
  return place;
}

Admission::Address& Admission::address_of(const std::string& text, Instant now) {
  const std::string key = spared_.trusts(text) ? std::string() : address_key(text);
  auto& found = addresses_[key];
  if (!found) {
    const Rate rate{limits_.tls_handshakes_per_s, limits_.tls_handshake_burst};
    found.reset(new Address{.key = key, .handshakes = TokenBucket(rate, now), .places = {}});
  }
  return *found;
}

bool Admission::may_enter(Address& address, bool secure, Instant now) {
  if (address.key.empty()) return true;
  if (address.newcomers >= limits_.newcomers_per_address) return false;
  if (secure && address.handshaking >= limits_.tls_handshakes_at_once) return false;
  if (address.http >= limits_.http_per_address && make_room(address, 1, now) == 0) return false;
  return !secure || address.handshakes.take(now);
}

// The longest idle ones of that address. Who has just come is about to ask something: to close it
// for the next one would only move the refusal, and leave it without an answer.
std::size_t Admission::make_room(Address& address, std::size_t most, Instant now) {
  const auto since = [](const Place* place) {
    return place->since_.load(std::memory_order_relaxed);
  };
  const std::int64_t newcomers_before = now.ms - limits_.newcomer_time.count();
  std::vector<Place*> victims;
  for (Place* place : address.places) {
    if (place->loop_ == nullptr || place->holder_ != 0) continue;
    const State state = place->state();
    const bool silent = state == State::newcomer && since(place) <= newcomers_before;
    if (silent || state == State::idle) victims.push_back(place);
  }
  const auto count = std::min(most, victims.size());
  std::partial_sort(victims.begin(), victims.begin() + static_cast<std::ptrdiff_t>(count),
                    victims.end(),
                    [&since](const Place* a, const Place* b) { return since(a) < since(b); });
  for (std::size_t i = 0; i < count; ++i)
    ask_to_leave(*victims[i]);
  return count;
}

// The address with the most connections gives first: one that fills the server pays for it itself.
void Admission::make_room_anywhere(Instant now) {
  std::vector<Address*> by_size;
  by_size.reserve(addresses_.size());
  for (const auto& [key, address] : addresses_) {
    if (address->http > 0) by_size.push_back(address.get());
  }
  constexpr std::size_t kLooked = 8;  // of the largest, when the first have nobody idle
  const auto looked = static_cast<std::ptrdiff_t>(std::min(kLooked, by_size.size()));
  std::partial_sort(by_size.begin(), by_size.begin() + looked, by_size.end(),
                    [](const Address* a, const Address* b) { return a->http > b->http; });
  for (std::ptrdiff_t i = 0; i < looked; ++i) {
    // Half at most: a small crowd of idle ones is not thrown out as a whole for one who comes.
    const std::size_t most = std::min(kVictims, std::max<std::size_t>(1, by_size[i]->http / 2));
    if (make_room(*by_size[static_cast<std::size_t>(i)], most, now) > 0) return;
  }
}

// The reserve is full of newcomers that still have time. One address alone must not keep the others
// out by coming again and again: the one with the most of them gives its oldest, for an address
// that has at least two fewer.
void Admission::make_room_in_reserve(const Address& for_address) {
  const std::size_t own = for_address.key.empty() ? 0 : for_address.visitors;
  Address* most = nullptr;
  for (const auto& [key, address] : addresses_) {
    if (key.empty() || address->visitors < own + 2) continue;
    if (most == nullptr || address->visitors > most->visitors) most = address.get();
  }
  if (most == nullptr) return;
  for (Place* place : most->places) {  // in the order in which they came
    const bool visitor = place->in_reserve() && place->newcomer_ && place->loop_ != nullptr;
    if (visitor && place->state() == State::newcomer) return ask_to_leave(*place);
  }
}

void Admission::ask_to_leave(Place& place) {
  place.state_.store(State::leaving, std::memory_order_relaxed);
  no_newcomer(place);
  no_handshake(place);
  if (std::exchange(place.counted_, false)) --place.address_.http;
  if (std::exchange(place.present_, false)) --total_;
  made_room_.fetch_add(1, std::memory_order_relaxed);
  place.loop_->post([connection = place.connection_] {
    if (const auto here = connection.lock()) here->close_if_idle();
  });
}

void Admission::leave(Place& place) {
  const std::scoped_lock lock(mutex_);
  no_newcomer(place);
  no_handshake(place);
  if (place.counted_) --place.address_.http;
  if (place.present_) --total_;
  if (place.holder_ != 0) {
    const auto held = holders_.find(place.holder_);
    if (held != holders_.end() && --held->second == 0) holders_.erase(held);
  }
  place.address_.places.erase(place.at_);
}

// An address without connections is kept until its handshakes are forgiven.
void Admission::forget_idle(Instant now) {
  if (addresses_.size() < sweep_at_) return;
  std::erase_if(addresses_, [now](const auto& entry) {
    return entry.second->places.empty() && entry.second->handshakes.full(now);
  });
  sweep_at_ = std::max<std::size_t>(1024, addresses_.size() * 2);
}

void Admission::no_newcomer(Place& place) {
  if (!std::exchange(place.newcomer_, false)) return;
  --place.address_.newcomers;
  if (place.in_reserve_) --place.address_.visitors;
}

void Admission::no_handshake(Place& place) {
  if (std::exchange(place.handshaking_, false)) --place.address_.handshaking;
}

std::size_t Admission::total() const {
  const std::scoped_lock lock(mutex_);
  return total_;
}

std::size_t Admission::addresses() const {
  const std::scoped_lock lock(mutex_);
  return addresses_.size();
}

void Admission::Place::attach(Loop& loop, std::weak_ptr<TcpConnection> connection) {
  const std::scoped_lock lock(owner_.mutex_);
  loop_ = &loop;
  connection_ = std::move(connection);
}

// A weak pointer keeps the memory of a connection that make_shared has made.
void Admission::Place::detach() {
  const std::scoped_lock lock(owner_.mutex_);
  loop_ = nullptr;
  connection_.reset();
}

void Admission::Place::handshaken() {
  const std::scoped_lock lock(owner_.mutex_);
  owner_.no_handshake(*this);
}

void Admission::Place::busy() {
  // Once in a connection's life with the mutex; a request on a connection that talks takes no lock.
  if (state() == State::newcomer) {
    const std::scoped_lock lock(owner_.mutex_);
    owner_.no_newcomer(*this);
    owner_.no_handshake(*this);
  }
  // Who was asked to leave a moment ago says so itself (stays).
  State now = state();
  while (now != State::leaving && !state_.compare_exchange_weak(now, State::busy)) {
  }
}

void Admission::Place::idle(Instant now) {
  since_.store(now.ms, std::memory_order_relaxed);
  State was = State::busy;
  state_.compare_exchange_strong(was, State::idle);
}

void Admission::Place::live() {
  const std::scoped_lock lock(owner_.mutex_);
  state_.store(State::live, std::memory_order_relaxed);
  if (!std::exchange(present_, true)) ++owner_.total_;
  if (std::exchange(counted_, false)) --address_.http;
}

void Admission::Place::live_no_more() {
  const std::scoped_lock lock(owner_.mutex_);
  if (state() != State::live) return;
  state_.store(State::busy, std::memory_order_relaxed);
  if (!std::exchange(counted_, true)) ++address_.http;
}

void Admission::Place::stays(Instant now) {
  const std::scoped_lock lock(owner_.mutex_);
  if (state() != State::leaving) return;
  since_.store(now.ms, std::memory_order_relaxed);
  state_.store(State::busy, std::memory_order_relaxed);
  if (!std::exchange(counted_, true)) ++address_.http;
  if (!std::exchange(present_, true)) ++owner_.total_;
}

void Admission::Place::vouch(std::uint64_t holder) {
  if (holder_ != 0 || holder == 0) return;
  const std::scoped_lock lock(owner_.mutex_);
  std::size_t& held = owner_.holders_[holder];
  if (held >= kVouchedPerHolder) return;
  ++held;
  holder_ = holder;
}

}  // namespace walkie::net

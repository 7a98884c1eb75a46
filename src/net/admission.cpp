#include "net/admission.h"

#include <algorithm>
#include <utility>

#include "base/address_key.h"
#include "net/admission_address.h"
#include "net/loop.h"
#include "net/tcp_connection.h"

namespace walkie::net {

Admission::Admission(const AdmissionLimits& limits) : limits_(limits) {}
Admission::~Admission() = default;

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
  auto slot = std::make_shared<Slot>(*this, from, ++arrivals_, now);
  slot->in_reserve_ = total_ >= open;
  slot->handshaking_ = secure;
  from.handshaking += secure ? 1 : 0;
  ++from.pending;
  if (slot->in_reserve_) count(by_pending_, &Address::pending_in_reserve, from, 1);
  count(by_http_, &Address::http, from, 1);
  ++from.slots;
  ++total_;
  queue_up(*slot);
  return slot;
}

Admission::Address& Admission::address_of(const std::string& text, Instant now) {
  const std::string key = exempt_.trusts(text) ? std::string() : address_key(text);
  auto& found = addresses_[key];
  if (!found) {
    const Rate rate{limits_.tls_handshakes_per_s, limits_.tls_handshake_burst};
    found.reset(new Address{.key = key, .handshakes = TokenBucket(rate, now), .queues = {}});
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
  std::size_t closed = 0;
  Slot* longest = nullptr;  // of the idle ones that were queued at a wrong place
  for (std::size_t checked = 0; closed < most && checked < kMostChecked; ++checked) {
    Slot* slot = first_candidate(address, now);
    if (slot == nullptr) break;
    checks_.fetch_add(1, std::memory_order_relaxed);
    const std::int64_t since = slot->since_.load(std::memory_order_relaxed);
    if (!may_be_closed(*slot, now)) {
      queue_up(*slot, slot->queue_, now.ms + 1);  // busy: it will be idle later than now
    } else if (since > slot->queued_since_) {
      queue_up(*slot, slot->queue_, since);
      if (longest == nullptr || since < longest->queued_since_) longest = slot;
    } else {
      ask_to_close(*slot);
      ++closed;
    }
  }
  if (closed > 0 || longest == nullptr) return closed;
  ask_to_close(*longest);
  return 1;
}

// The first of the three queues. Null when no slot has waited long enough.
Admission::Slot* Admission::first_candidate(Address& address, Instant now) {
  const Candidate* first = nullptr;
  for (const Queue queue : {Queue::pending_in_reserve, Queue::pending, Queue::served}) {
    const auto& candidates = address.queues.at(static_cast<std::size_t>(queue));
    const std::int64_t before =
        queue == Queue::served ? now.ms : now.ms - limits_.pending_time.count();
    if (candidates.empty() || candidates.begin()->since > before) continue;
    if (first == nullptr || *candidates.begin() < *first) first = &*candidates.begin();
  }
  return first == nullptr ? nullptr : first->slot;
}

bool Admission::may_be_closed(const Slot& slot, Instant now) const {
  if (slot.loop_ == nullptr) return false;
  const State state = slot.state();
  const std::int64_t since = slot.since_.load(std::memory_order_relaxed);
  return state == State::idle ||
         (state == State::pending && since <= now.ms - limits_.pending_time.count());
}

// Live and protected connections are in no queue.
void Admission::queue_up(Slot& slot) {
  const State state = slot.state();
  const bool waits = slot.holder_ == 0 && state != State::live && state != State::closing;
  const Queue pending = slot.in_reserve_ ? Queue::pending_in_reserve : Queue::pending;
  const Queue queue = !waits ? Queue::none : slot.pending_ ? pending : Queue::served;
  queue_up(slot, queue, slot.since_.load(std::memory_order_relaxed));
}

void Admission::queue_up(Slot& slot, Queue queue, std::int64_t since) {
  auto& queues = slot.address_.queues;
  Address::Candidates::node_type node;
  if (slot.queue_ != Queue::none) {
    node = queues.at(static_cast<std::size_t>(slot.queue_))
               .extract(Candidate{slot.queued_since_, slot.number_, &slot});
  }
  slot.queue_ = queue;
  slot.queued_since_ = since;
  if (queue == Queue::none) return;
  auto& candidates = queues.at(static_cast<std::size_t>(queue));
  const Candidate candidate{since, slot.number_, &slot};
  if (node.empty()) {
    candidates.insert(candidate);
  } else {
    node.value() = candidate;
    candidates.insert(std::move(node));
  }
}

void Admission::count(Sizes& sizes, std::size_t Address::*size, Address& address, int by) {
  sizes.erase({address.*size, &address});
  address.*size += static_cast<std::size_t>(by);
  if (address.*size > 0 && (&sizes != &by_pending_ || !address.key.empty())) {
    sizes.emplace(address.*size, &address);
  }
}

void Admission::uncount(Slot& slot) {
  if (std::exchange(slot.counted_, false)) count(by_http_, &Address::http, slot.address_, -1);
}

// Begins with the address that has the most connections: a client that fills the server loses its
// own connections first.
void Admission::make_room_anywhere(Instant now) {
  int left = 8;  // the largest addresses; the first ones may have none idle
  for (const auto& [size, address] : by_http_) {
    if (left-- == 0) return;
    checks_.fetch_add(1, std::memory_order_relaxed);
    // Half of an address at most: one new connection does not close all idle ones of a client.
    const std::size_t most = std::min(kMostClosed, std::max<std::size_t>(1, size / 2));
    if (make_room(*address, most, now) > 0) return;
  }
}

// The reserve is full of pending connections that still have time. One address must not fill it by
// connecting again and again: the address with the most of them loses its oldest, for an address
// that has at least two fewer.
void Admission::make_room_in_reserve(const Address& for_address) {
  const std::size_t own = for_address.key.empty() ? 0 : for_address.pending_in_reserve;
  if (by_pending_.empty() || by_pending_.begin()->first < own + 2) return;
  std::size_t checked = 0;
  const auto queue = static_cast<std::size_t>(Queue::pending_in_reserve);
  for (const Candidate& candidate : by_pending_.begin()->second->queues.at(queue)) {
    if (checked++ == kMostChecked) return;
    checks_.fetch_add(1, std::memory_order_relaxed);
    Slot& slot = *candidate.slot;
    if (slot.loop_ != nullptr && slot.state() == State::pending) return ask_to_close(slot);
  }
}

void Admission::ask_to_close(Slot& slot) {
  slot.state_.store(State::closing, std::memory_order_relaxed);
  end_pending(slot);
  end_handshake(slot);
  uncount(slot);
  if (std::exchange(slot.present_, false)) --total_;
  queue_up(slot);
  made_room_.fetch_add(1, std::memory_order_relaxed);
  slot.loop_->post([connection = slot.connection_] {
    if (const auto here = connection.lock()) here->close_if_idle();
  });
}

void Admission::leave(Slot& slot) {
  const std::scoped_lock lock(mutex_);
  end_pending(slot);
  end_handshake(slot);
  uncount(slot);
  if (slot.present_) --total_;
  if (slot.holder_ != 0) {
    const auto held = holders_.find(slot.holder_);
    if (held != holders_.end() && --held->second == 0) holders_.erase(held);
  }
  queue_up(slot, Queue::none, 0);
  --slot.address_.slots;
}

// An address without connections is kept until its handshake bucket is full again.
void Admission::forget_addresses(Instant now) {
  if (addresses_.size() < sweep_at_) return;
  std::erase_if(addresses_, [now](const auto& entry) {
    return entry.second->slots == 0 && entry.second->handshakes.full(now);
  });
  sweep_at_ = std::max<std::size_t>(1024, addresses_.size() * 2);
}

void Admission::end_pending(Slot& slot) {
  if (!std::exchange(slot.pending_, false)) return;
  --slot.address_.pending;
  if (slot.in_reserve_) {
    count(by_pending_, &Address::pending_in_reserve, slot.address_, -1);
  }
  queue_up(slot);
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

}  // namespace walkie::net

#include "net/timer_wheel.h"

#include <algorithm>
#include <bit>

namespace walkie::net {

namespace {

void unlink(TimerWheel::Link& link) {
  link.previous->next = link.next;
  link.next->previous = link.previous;
  link.previous = link.next = &link;
}

void append(TimerWheel::Link& list, TimerWheel::Link& link) {
  link.previous = list.previous;
  link.next = &list;
  list.previous->next = &link;
  list.previous = &link;
}

// Moves the whole of `from` behind the empty `to`.
void take_all(TimerWheel::Link& from, TimerWheel::Link& to) {
  if (from.next == &from) return;
  to.next = from.next;
  to.previous = from.previous;
  to.next->previous = to.previous->next = &to;
  from.previous = from.next = &from;
}

}  // namespace

void TimerWheel::Timer::disarm() { unlink(*this); }

void TimerWheel::arm(Timer& timer, Instant due) {
  timer.disarm();
  timer.due_ms_ = std::max(due.ms, now_ms_ + 1);
  place(timer);
}

void TimerWheel::place(Timer& timer) {
  // A timer further away than the last level reaches is placed again when its slot is due.
  constexpr std::int64_t kReach = (std::int64_t{1} << (kLevels * kBits)) - 1;
  std::int64_t delta = std::min(timer.due_ms_ - now_ms_, kReach);
  int level = 0;
  while (delta >= std::int64_t{1} << ((level + 1) * kBits))
    ++level;
  auto slot = static_cast<std::size_t>(((now_ms_ + delta) >> (level * kBits)) & (kSlots - 1));
  append(slots_[static_cast<std::size_t>(level)][slot], timer);
  occupied_[static_cast<std::size_t>(level)] |= std::uint64_t{1} << slot;
}

// The next millisecond at which a slot is due: on level 0 to fire, on the others to cascade.
std::optional<std::int64_t> TimerWheel::next_ms() const {
  std::optional<std::int64_t> best;
  for (int level = 0; level < kLevels; ++level) {
    std::uint64_t bits = occupied_[static_cast<std::size_t>(level)];
    if (bits == 0) continue;
    std::int64_t current = now_ms_ >> (level * kBits);
    // Bit 0 of the rotated word is the slot after the current one.
    int shift = static_cast<int>((current + 1) & (kSlots - 1));
    std::int64_t distance = std::countr_zero(std::rotr(bits, shift)) + 1;
    std::int64_t at = (current + distance) << (level * kBits);
    if (!best || at < *best) best = at;
  }
  return best;
}

std::optional<Instant> TimerWheel::next() const {
  auto at = next_ms();
  return at ? std::optional<Instant>(Instant{*at}) : std::nullopt;
}

void TimerWheel::cascade(int level) {
  auto index = static_cast<std::size_t>(level);
  auto slot = static_cast<std::size_t>((now_ms_ >> (level * kBits)) & (kSlots - 1));
  occupied_[index] &= ~(std::uint64_t{1} << slot);
  Link waiting;
  take_all(slots_[index][slot], waiting);
  while (waiting.next != &waiting) {
    auto& timer = static_cast<Timer&>(*waiting.next);
    unlink(timer);
    place(timer);
  }
}

void TimerWheel::fire() {
  auto slot = static_cast<std::size_t>(now_ms_ & (kSlots - 1));
  occupied_[0] &= ~(std::uint64_t{1} << slot);
  Link due;
  take_all(slots_[0][slot], due);
  while (due.next != &due) {
    auto& timer = static_cast<Timer&>(*due.next);
    unlink(timer);
    timer.on_time();
  }
}

void TimerWheel::advance(Instant now) {
  for (;;) {
    auto at = next_ms();
    if (!at || *at > now.ms) break;
    now_ms_ = *at;
    for (int level = kLevels - 1; level > 0; --level) {
      std::int64_t span = std::int64_t{1} << (level * kBits);
      if ((now_ms_ & (span - 1)) == 0) cascade(level);
    }
    fire();
  }
  now_ms_ = std::max(now_ms_, now.ms);
}

}  // namespace walkie::net

// TimerWheel: all timers of one loop. A timer is a member or a base of its owner, so arming and
// disarming allocate nothing and cost a few pointer writes. One tick is one millisecond; five
// levels of 64 slots. One thread only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace walkie::net {

class TimerWheel {
 public:
  // In the circular list of a slot, or linked to itself.
  struct Link {
    Link* previous = this;
    Link* next = this;
    Link() = default;
    Link(const Link&) = delete;
  };

  class Timer : Link {
   public:
    Timer() = default;
    virtual ~Timer() { disarm(); }
    bool armed() const { return next != static_cast<const Link*>(this); }
    Instant due() const { return {due_ms_}; }  // meaningful while armed
    void disarm();

   protected:
    // The timer is disarmed before the call. It may be armed again or destroyed in it.
    virtual void on_time() = 0;

   private:
    friend class TimerWheel;
    std::int64_t due_ms_ = 0;
  };

  explicit TimerWheel(Instant now) : now_ms_(now.ms) {}

  // Fires at the first advance() at or after `due`. Rearms when armed.
  void arm(Timer& timer, Instant due);

  // Fires all timers that are due.
  void advance(Instant now);

  // When to call advance() next; never later than the first timer is due.
  std::optional<Instant> next() const;

 private:
  static constexpr int kLevels = 5;
  static constexpr int kBits = 6;
  static constexpr int kSlots = 1 << kBits;

  using Slots = std::array<Link, kSlots>;

  void place(Timer& timer);
  void cascade(int level);
  void fire();
  std::optional<std::int64_t> next_ms() const;

  std::int64_t now_ms_;
  std::array<std::uint64_t, kLevels> occupied_{};  // a bit may stay set after the slot emptied
  std::array<Slots, kLevels> slots_;
};

}  // namespace walkie::net

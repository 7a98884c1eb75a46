// Hub: the listeners of each channel of one loop. Pure fan-out of opaque bytes: no sockets, no
// threads, no locks.
//
// One loop's thread. During a delivery a listener may join, leave (itself or others) and publish. A
// listener that has left gets nothing more. One that joins during a publish gets the next one.
// Publishing allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/delivery.h"
#include "base/shared_bytes.h"

namespace walkie::hub {

// A key that the caller makes of a conversation, an inbox or a principal.
using Channel = std::uint64_t;

class Listener {
 public:
  virtual ~Listener() = default;
  virtual void deliver(Channel channel, const SharedBytes& bytes, Delivery delivery) = 0;
};

class Hub {
 public:
  Hub() = default;
  ~Hub();
  Hub(const Hub&) = delete;

  // True: the first listener of the channel; the caller must subscribe at the broker then. Joining
  // twice counts once. The listener must leave before it is destroyed.
  bool join(Channel channel, Listener& listener);

  // True: the channel has no listener left. Does nothing when the listener has not joined.
  bool leave(Channel channel, Listener& listener);

  // Returns the number of listeners that got it.
  std::size_t publish(Channel channel, const SharedBytes& bytes, Delivery delivery);

  std::size_t listeners(Channel channel) const;
  std::size_t channels() const { return active_; }
  std::size_t subscriptions() const { return subscriptions_; }

 private:
  // The listeners of one channel, in the order they joined: a few in the struct, more on the heap.
  // A listener that leaves during a publish leaves an empty entry until the publish ends.
  struct Room {
    Channel channel = 0;
    std::uint32_t size = 0;  // with empty entries
    std::uint32_t holes = 0;
    std::uint32_t capacity = kInPlace;
    std::uint32_t publishing = 0;  // nested publishes
    union {
      Listener* in_place[3] = {nullptr, nullptr, nullptr};
      Listener** heap;
    };
    static constexpr std::uint32_t kInPlace = 3;
    Listener** items() { return capacity == kInPlace ? in_place : heap; }
    std::uint32_t count() const { return size - holes; }
  };
  static constexpr std::uint32_t kNone = 0xffffffff;

  std::size_t bucket_of(Channel channel) const;
  std::uint32_t find(Channel channel) const;
  std::uint32_t find_or_make(Channel channel);
  void grow();
  void append(Room& room, Listener& listener);
  void close_holes(Room& room);
  void remove_if_empty(std::uint32_t index);

  std::vector<std::uint32_t> buckets_;  // open addressing: index into rooms_, or kNone
  std::vector<Room> rooms_;             // indices are stable; free ones are used again
  std::vector<std::uint32_t> free_;
  std::size_t active_ = 0;
  std::size_t subscriptions_ = 0;
};

}  // namespace walkie::hub

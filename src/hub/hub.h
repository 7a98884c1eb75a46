// Hub: who listens to which channel, within one loop. Pure fan-out of opaque bytes: no sockets, no
// threads, no locks.
//
// Owned by one loop, used on that loop's thread only. A listener may join, leave (itself or
// others) and publish while it is being delivered to. A listener that has left gets nothing more;
// one that joined during a publish gets the next one. Publishing allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/delivery.h"
#include "base/shared_bytes.h"

namespace walkie::hub {

// What a channel is (a conversation, an inbox, its staff side) is for the caller to encode.
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

  // The listener must leave before it is destroyed. True for the first listener of the channel: the
  // caller then subscribes with the broker. Joining twice counts once.
  bool join(Channel channel, Listener& listener);

  // True when the channel has no listener left. Leaving what was not joined changes nothing.
  bool leave(Channel channel, Listener& listener);

  // The number of listeners that got it.
  std::size_t publish(Channel channel, const SharedBytes& bytes, Delivery delivery);

  std::size_t listeners(Channel channel) const;
  std::size_t channels() const { return active_; }
  std::size_t subscriptions() const { return subscriptions_; }

 private:
  // Listeners of one channel, in the order they joined: a few in place, more on the heap. A
  // listener that leaves during a publish leaves a hole, which is closed when the publish ends.
  struct Room {
    Channel channel = 0;
    std::uint32_t size = 0;  // holes included
    std::uint32_t holes = 0;
    std::uint32_t capacity = kInPlace;
    std::uint32_t publishing = 0;  // publishes under way, one inside the other
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
  std::vector<Room> rooms_;             // stable indices; freed ones are used again
  std::vector<std::uint32_t> free_;
  std::size_t active_ = 0;
  std::size_t subscriptions_ = 0;
};

}  // namespace walkie::hub

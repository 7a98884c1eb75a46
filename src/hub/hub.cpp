#include "hub/hub.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"

namespace walkie::hub {

namespace {

// Channel keys are consecutive numbers. This spreads them over all bits (the end of splitmix64).
std::uint64_t scramble(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

}  // namespace

Hub::~Hub() {
  for (Room& room : rooms_) {
    if (room.capacity != Room::kInPlace) delete[] room.heap;
  }
}

std::size_t Hub::bucket_of(Channel channel) const {
  return scramble(channel) & (buckets_.size() - 1);
}

std::uint32_t Hub::find(Channel channel) const {
  if (buckets_.empty()) return kNone;
  for (std::size_t b = bucket_of(channel);; b = (b + 1) & (buckets_.size() - 1)) {
    std::uint32_t index = buckets_[b];
    if (index == kNone || rooms_[index].channel == channel) return index;
  }
}

void Hub::grow() {
  std::vector<std::uint32_t> old(std::max<std::size_t>(64, buckets_.size() * 2), kNone);
  old.swap(buckets_);
  for (std::uint32_t index : old) {
    if (index == kNone) continue;
    std::size_t b = bucket_of(rooms_[index].channel);
    while (buckets_[b] != kNone)
      b = (b + 1) & (buckets_.size() - 1);
    buckets_[b] = index;
  }
}

std::uint32_t Hub::find_or_make(Channel channel) {
  std::uint32_t index = find(channel);
  if (index != kNone) return index;
  if ((active_ + 1) * 2 > buckets_.size()) grow();
  if (free_.empty()) {
    index = static_cast<std::uint32_t>(rooms_.size());
    rooms_.emplace_back();
  } else {
    index = free_.back();
    free_.pop_back();
  }
  rooms_[index].channel = channel;
  std::size_t b = bucket_of(channel);
  while (buckets_[b] != kNone)
    b = (b + 1) & (buckets_.size() - 1);
  buckets_[b] = index;
  ++active_;
  return index;
}

void Hub::append(Room& room, Listener& listener) {
  if (room.size == room.capacity) {
    std::uint32_t capacity = room.capacity * 2 + 2;
    auto** larger = new Listener*[capacity];
    std::copy_n(room.items(), room.size, larger);
    if (room.capacity != Room::kInPlace) delete[] room.heap;
    room.heap = larger;
    room.capacity = capacity;
  }
  room.items()[room.size++] = &listener;
}

bool Hub::join(Channel channel, Listener& listener) {
  std::uint32_t index = find_or_make(channel);
  Room& room = rooms_[index];
  auto** end = room.items() + room.size;
  if (std::find(room.items(), end, &listener) != end) return false;
  append(room, listener);
  ++subscriptions_;
  return room.count() == 1;
}

bool Hub::leave(Channel channel, Listener& listener) {
  std::uint32_t index = find(channel);
  if (index == kNone) return false;
  Room& room = rooms_[index];
  auto** items = room.items();
  auto** end = items + room.size;
  auto** found = std::find(items, end, &listener);
  if (found == end) return false;
  --subscriptions_;
  if (room.publishing > 0) {
    *found = nullptr;
    ++room.holes;
    return room.count() == 0;
  }
  std::copy(found + 1, end, found);
  --room.size;
  bool last = room.size == 0;
  remove_if_empty(index);
  return last;
}

std::size_t Hub::publish(Channel channel, const SharedBytes& bytes, Delivery delivery) {
  std::uint32_t index = find(channel);
  if (index == kNone) return 0;
  // A listener may join other channels during the call: rooms_ may be reallocated; indices stay.
  std::uint32_t size = rooms_[index].size;
  ++rooms_[index].publishing;
  std::size_t delivered = 0;
  for (std::uint32_t i = 0; i < size; ++i) {
    Listener* listener = rooms_[index].items()[i];
    if (listener == nullptr) continue;
    listener->deliver(channel, bytes, delivery);
    ++delivered;
  }
  Room& room = rooms_[index];
  if (--room.publishing == 0 && room.holes > 0) {
    close_holes(room);
    remove_if_empty(index);
  }
  return delivered;
}

void Hub::close_holes(Room& room) {
  auto** items = room.items();
  auto** end = std::remove(items, items + room.size, nullptr);
  room.size = static_cast<std::uint32_t>(end - items);
  room.holes = 0;
}

void Hub::remove_if_empty(std::uint32_t index) {
  Room& room = rooms_[index];
  if (room.size != 0 || room.publishing > 0) return;
  std::size_t mask = buckets_.size() - 1;
  std::size_t hole = bucket_of(room.channel);
  while (buckets_[hole] != index)
    hole = (hole + 1) & mask;
  // Backward shift deletion, without tombstones: the table stays fast after many changes.
  for (std::size_t b = (hole + 1) & mask; buckets_[b] != kNone; b = (b + 1) & mask) {
    std::size_t home = bucket_of(rooms_[buckets_[b]].channel);
    if (((b - home) & mask) >= ((b - hole) & mask)) {
      buckets_[hole] = buckets_[b];
      hole = b;
    }
  }
  buckets_[hole] = kNone;
  if (room.capacity != Room::kInPlace) delete[] room.heap;
  room = Room();
  free_.push_back(index);
  --active_;
}

std::size_t Hub::listeners(Channel channel) const {
  std::uint32_t index = find(channel);
  return index == kNone ? 0 : rooms_[index].count();
}

}  // namespace walkie::hub

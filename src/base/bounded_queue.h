// BoundedQueue: many threads put, one takes, and there is an end to how much waits.
//
// A full queue refuses at once (the caller answers "unavailable, try again") and never blocks the
// event loop that asks. The taker takes everything that waits in one go: that is the group commit.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace walkie {

template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}
  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;

  // False when the queue is full or closed; the item is then untouched.
  bool put(T&& item) {
    {
      std::scoped_lock lock(mutex_);
      if (closed_ || items_.size() >= capacity_) return false;
      items_.push_back(std::move(item));
      if (!waiting_) return true;
    }
    filled_.notify_one();
    return true;
  }

  // Waits for at least one item and moves up to `at_most` into `out`, in the order they came.
  // False, with nothing in `out`, once the queue is closed and empty.
  bool take(std::vector<T>& out, std::size_t at_most) {
    out.clear();
    std::unique_lock lock(mutex_);
    waiting_ = true;
    filled_.wait(lock, [this] { return closed_ || !items_.empty(); });
    waiting_ = false;
    move_out(out, at_most);
    return !out.empty();
  }

  // The same without waiting; false when nothing is there.
  bool take_now(std::vector<T>& out, std::size_t at_most) {
    out.clear();
    std::scoped_lock lock(mutex_);
    move_out(out, at_most);
    return !out.empty();
  }

  // Nothing more goes in; what waits can still be taken.
  void close() {
    {
      std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    filled_.notify_all();
  }

  std::size_t size() const {
    std::scoped_lock lock(mutex_);
    return items_.size();
  }
  std::size_t capacity() const { return capacity_; }
  bool closed() const {
    std::scoped_lock lock(mutex_);
    return closed_;
  }

 private:
  void move_out(std::vector<T>& out, std::size_t at_most) {
    if (items_.size() <= at_most) {
      out.swap(items_);
      return;
    }
    const auto end = items_.begin() + static_cast<std::ptrdiff_t>(at_most);
    out.assign(std::make_move_iterator(items_.begin()), std::make_move_iterator(end));
    items_.erase(items_.begin(), end);
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::vector<T> items_;
  bool waiting_ = false;
  bool closed_ = false;
};

}  // namespace walkie

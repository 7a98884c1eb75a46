// An executor that runs when the test says so. Tasks run in the order posted; timers run in the
// order of their deadlines while advance() moves the clock that it was given.
//
// post and post_after may come from any thread; run(), advance() and cancel() are the test's.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <utility>

#include "base/executor.h"
#include "tests/support/fake_clock.h"

namespace walkie::testing {

class ManualExecutor final : public Executor {
 public:
  explicit ManualExecutor(FakeClock& clock) : clock_(clock) {}

  void post(Task task) override {
    std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(task));
  }

  TimerId post_after(Duration delay, Task task) override {
    std::scoped_lock lock(mutex_);
    const TimerId id = ++last_timer_;
    timers_.emplace(std::pair(clock_.now() + delay, id), std::move(task));
    return id;
  }

  void cancel(TimerId timer) override {
    std::scoped_lock lock(mutex_);
    for (auto it = timers_.begin(); it != timers_.end(); ++it) {
      if (it->first.second != timer) continue;
      timers_.erase(it);
      return;
    }
  }

  // Runs what was posted, and what that posts, until nothing is left. Returns how many ran.
  std::size_t run() {
    std::size_t ran = 0;
    while (run_one())
      ++ran;
    return ran;
  }

  // One task that was posted, or one timer that is due. False when there is none.
  bool run_one() {
    Task task = take();
    if (!task) return false;
    task();
    return true;
  }

  // Moves the clock on, stopping at each timer that falls due on the way.
  void advance(Duration by) {
    const Instant end = clock_.now() + by;
    run();
    while (clock_.now() < end) {
      Instant next = end;
      {
        std::scoped_lock lock(mutex_);
        if (!timers_.empty() && timers_.begin()->first.first < end) {
          next = timers_.begin()->first.first;
        }
      }
      if (clock_.now() < next) clock_.advance(next - clock_.now());
      run();
    }
  }

  // Destroys what was posted and every timer, and what these post on their way out.
  void forget() {
    for (;;) {
      std::deque<Task> tasks;
      std::map<std::pair<Instant, TimerId>, Task> timers;
      std::scoped_lock lock(mutex_);
      if (tasks_.empty() && timers_.empty()) return;
      tasks.swap(tasks_);
      timers.swap(timers_);
    }
  }

  std::size_t tasks() const {
    std::scoped_lock lock(mutex_);
    return tasks_.size();
  }
  std::size_t timers() const {
    std::scoped_lock lock(mutex_);
    return timers_.size();
  }

 private:
  Task take() {
    std::scoped_lock lock(mutex_);
    Task task;
    if (!tasks_.empty()) {
      task = std::move(tasks_.front());
      tasks_.pop_front();
    } else if (!timers_.empty() && timers_.begin()->first.first <= clock_.now()) {
      task = std::move(timers_.begin()->second);
      timers_.erase(timers_.begin());
    }
    return task;
  }

  FakeClock& clock_;
  mutable std::mutex mutex_;
  std::deque<Task> tasks_;
  std::map<std::pair<Instant, TimerId>, Task> timers_;
  TimerId last_timer_ = 0;
};

}  // namespace walkie::testing

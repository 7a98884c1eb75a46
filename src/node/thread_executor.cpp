#include "node/thread_executor.h"

#include <pthread.h>

#include <utility>

namespace walkie {

ThreadExecutor::ThreadExecutor(const Clock& clock, const std::string& name)
    : clock_(clock), thread_([this] { run(); }) {
  ::pthread_setname_np(thread_.native_handle(), name.substr(0, 15).c_str());
}

ThreadExecutor::~ThreadExecutor() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void ThreadExecutor::post(Task task) {
  bool was_empty = false;
  {
    const std::lock_guard lock(mutex_);
    was_empty = ready_.empty();
    ready_.push_back(std::move(task));
  }
  if (was_empty) changed_.notify_one();
}

TimerId ThreadExecutor::post_after(Duration delay, Task task) {
  TimerId id = 0;
  {
    const std::lock_guard lock(mutex_);
    id = ++last_timer_;
    timed_.emplace(clock_.now() + delay, Timed{id, std::move(task)});
  }
  changed_.notify_one();
  return id;
}

void ThreadExecutor::cancel(TimerId timer) {
  const std::lock_guard lock(mutex_);
  for (auto it = timed_.begin(); it != timed_.end(); ++it) {
    if (it->second.id != timer) continue;
    timed_.erase(it);
    return;
  }
}

Task ThreadExecutor::next() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (!timed_.empty() && timed_.begin()->first <= clock_.now()) {
      ready_.push_back(std::move(timed_.begin()->second.task));
      timed_.erase(timed_.begin());
    }
    if (!ready_.empty()) {
      Task task = std::move(ready_.front());
      ready_.pop_front();
      return task;
    }
    if (ending_) return {};
    if (timed_.empty()) {
      changed_.wait(lock);
    } else {
      changed_.wait_for(lock, timed_.begin()->first - clock_.now());
    }
  }
}

void ThreadExecutor::run() {
  while (Task task = next())
    task();
}

}  // namespace walkie

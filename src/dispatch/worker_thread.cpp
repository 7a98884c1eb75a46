#include "dispatch/worker_thread.h"

namespace walkie {

WorkerThread::WorkerThread(const Clock& clock) : clock_(clock), thread_([this] { run(); }) {}

WorkerThread::~WorkerThread() { stop(); }

void WorkerThread::post(Task task) {
  {
    std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

TimerId WorkerThread::post_after(Duration delay, Task task) {
  TimerId id = 0;
  {
    std::scoped_lock lock(mutex_);
    id = ++last_timer_;
    timers_.emplace(std::pair(clock_.now() + delay, id), std::move(task));
  }
  changed_.notify_one();
  return id;
}

void WorkerThread::cancel(TimerId timer) {
  std::scoped_lock lock(mutex_);
  for (auto it = timers_.begin(); it != timers_.end(); ++it) {
    if (it->first.second != timer) continue;
    timers_.erase(it);
    return;
  }
}

void WorkerThread::stop() {
  {
    std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void WorkerThread::run() {
  while (Task task = take())
    task();
}

Task WorkerThread::take() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (!tasks_.empty()) {
      Task task = std::move(tasks_.front());
      tasks_.pop_front();
      return task;
    }
    if (stopping_) return {};
    if (timers_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const Duration wait = timers_.begin()->first.first - clock_.now();
    if (wait.count() <= 0) {
      Task task = std::move(timers_.begin()->second);
      timers_.erase(timers_.begin());
      return task;
    }
    changed_.wait_for(lock, wait);
  }
}

}  // namespace walkie

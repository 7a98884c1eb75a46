// WorkerThread: an executor with its own thread, for store and password work. Tasks may block.
//
// stop() runs the posted tasks and joins the thread. Timers that are not due do not run.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "base/executor.h"

namespace walkie {

class WorkerThread final : public Executor {
 public:
  // The clock drives post_after and must be the real one.
  explicit WorkerThread(const Clock& clock);
  ~WorkerThread() override;
  WorkerThread(const WorkerThread&) = delete;

  void post(Task task) override;
  TimerId post_after(Duration delay, Task task) override;
  void cancel(TimerId timer) override;
  void stop();  // not from the thread itself; idempotent

 private:
  void run();
  Task take();  // waits; empty when it is time to end

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::map<std::pair<Instant, TimerId>, Task> timers_;
  TimerId last_timer_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace walkie

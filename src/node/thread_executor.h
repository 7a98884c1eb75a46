// An Executor with a thread of its own: the store's writer, its readers, password hashing.
//
// Its users bound what they post (Dispatch refuses when its queues are full); here nothing waits
// for room. post and post_after: any thread. The destructor runs what was posted, then joins.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "base/executor.h"

namespace walkie {

class ThreadExecutor final : public Executor {
 public:
  // `name` is what top and gdb show, 15 bytes at most.
  ThreadExecutor(const Clock& clock, const std::string& name);
  ~ThreadExecutor() override;
  ThreadExecutor(const ThreadExecutor&) = delete;
  ThreadExecutor& operator=(const ThreadExecutor&) = delete;

  void post(Task task) override;
  TimerId post_after(Duration delay, Task task) override;
  void cancel(TimerId timer) override;

 private:
  struct Timed {
    TimerId id;
    Task task;
  };

  void run();
  // The next thing to run; empty when the executor ends. Waits.
  Task next();

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> ready_;
  std::multimap<Instant, Timed> timed_;
  TimerId last_timer_ = 0;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace walkie

// Loop: the event loop of one thread over epoll, and an Executor for the other rooms.
//
// One turn: wait, handle ready descriptors, run posted tasks, fire timers, and flush the queues of
// connections. The flush waits for one more poll, so that events which arrive meanwhile are sent in
// the same write (docs/decisions/0011). post, post_after and stop: any thread. Everything else: the
// loop's thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/inbound_stack.h"
#include "net/timer_wheel.h"

namespace walkie::net {

// Is called when its descriptor is ready. `events`: those of epoll.
class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void on_ready(std::uint32_t events) = 0;
};

// Has bytes to write. The index belongs to the loop.
class Flushable {
 public:
  virtual ~Flushable() = default;
  virtual void flush() = 0;

 private:
  friend class Loop;
  std::int32_t dirty_index_ = -1;
};

class Loop final : public Executor {
 public:
  // The clock must outlive the loop.
  explicit Loop(const Clock& clock);
  ~Loop() override;
  Loop(const Loop&) = delete;

  // Runs on the calling thread until stop(). May be called again after that.
  void run();
  void stop();

  void post(Task task) override;
  TimerId post_after(Duration delay, Task task) override;
  void cancel(TimerId timer) override;

  // Destroys all posted and timed tasks without running them. For the end of the process: call it
  // before the objects that the tasks use are destroyed. Not while the loop runs.
  void forget();

  Instant now() const { return now_; }  // the start of this turn
  const Clock& clock() const { return clock_; }
  bool on_this_thread() const { return thread_.load() == std::this_thread::get_id(); }

  // --- for net's own classes ---
  void watch(int descriptor, std::uint32_t events, Watcher& watcher);
  void rewatch(int descriptor, std::uint32_t events, Watcher& watcher);
  // Also drops the events of this poll for the watcher.
  void unwatch(int descriptor, Watcher& watcher);

  TimerWheel& timers() { return wheel_; }
  void flush_later(Flushable& flushable);
  void flush_never(Flushable& flushable);  // before it is destroyed
  // Keeps the object alive until the end of the turn.
  void destroy_later(std::shared_ptr<void> object);
  void destroy_now();

  // Shared by all connections of this loop: valid until the next call into the loop.
  std::span<char> read_buffer() { return {read_buffer_.get(), kReadBytes}; }
  std::span<char> write_buffer() { return {write_buffer_.get(), kWriteBytes}; }

  static constexpr std::size_t kReadBytes = 64 * 1024;
  static constexpr std::size_t kWriteBytes = 128 * 1024;

  // The longest turn since the last call, in milliseconds (metrics). Any thread.
  std::int64_t take_longest_turn_ms() { return longest_turn_ms_.exchange(0); }

 private:
  struct Posted;
  struct TimedTask;

  void insert(TimerId id, Instant due, Task task);
  int wait_ms() const;
  void turn();
  void run_posted();
  void flush_dirty();
  void wake();

  const Clock& clock_;
  Instant now_;
  TimerWheel wheel_;
  int epoll_ = -1;
  int wake_ = -1;
  std::atomic<bool> stopping_{false};
  InboundStack<Posted> posted_;
  std::atomic<std::uint64_t> next_timer_{1};
  std::atomic<int> timers_underway_{0};  // posted by other threads, not yet in timed_
  std::unordered_map<TimerId, std::unique_ptr<TimedTask>> timed_;
  std::vector<TimerId> cancelled_early_;
  std::vector<Flushable*> dirty_, flushing_;
  bool flush_deferred_ = false;
  std::vector<std::shared_ptr<void>> to_destroy_;
  std::unique_ptr<char[]> read_buffer_, write_buffer_;
  std::atomic<std::thread::id> thread_{};
  std::atomic<std::int64_t> longest_turn_ms_{0};
  struct Ready;  // the events of one poll, being handled
  std::unique_ptr<Ready> ready_;
};

}  // namespace walkie::net

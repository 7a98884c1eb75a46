#include "net/loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/assert.h"

namespace walkie::net {

struct Loop::Posted {
  Posted(Posted* after, Task what) : next(after), task(std::move(what)) {}
  Posted* next;
  Task task;
};

struct Loop::TimedTask : TimerWheel::Timer {
  TimedTask(Loop& owner, TimerId timer_id, Task what)
      : loop(owner), id(timer_id), task(std::move(what)) {}
  void on_time() override {
    // Removed from the map first: the task may cancel its own id or set another timer.
    auto self = loop.timed_.extract(id);
    task();
  }
  Loop& loop;
  TimerId id;
  Task task;
};

struct Loop::Ready {
  static constexpr int kMost = 512;
  epoll_event events[kMost];
  int next = 0;
  int count = 0;
};

Loop::Loop(const Clock& clock)
    : clock_(clock),
      now_(clock.now()),
      wheel_(now_),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      read_buffer_(std::make_unique_for_overwrite<char[]>(kReadBytes)),
      write_buffer_(std::make_unique_for_overwrite<char[]>(kWriteBytes)),
      ready_(std::make_unique<Ready>()) {
  WALKIE_ASSERT(epoll_ >= 0 && wake_ >= 0);
  epoll_event event{};
  event.events = EPOLLIN;
  WALKIE_ASSERT(::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) == 0);
}

Loop::~Loop() {
  forget();
  ::close(wake_);
  ::close(epoll_);
}

void Loop::forget() {
  // A destructor may post again: an unanswered Responder does.
  posted_.drop_all();
  timed_.clear();
  to_destroy_.clear();
  posted_.drop_all();
}

void Loop::run() {
  thread_.store(std::this_thread::get_id());
  while (!stopping_.load(std::memory_order_acquire))
    turn();
  stopping_.store(false);
  thread_.store(std::thread::id());
}

void Loop::stop() {
  stopping_.store(true, std::memory_order_release);
  wake();
}

void Loop::wake() {
  std::uint64_t one = 1;
  // Fails only when the counter is full. Then the loop wakes anyway.
  [[maybe_unused]] auto written = ::write(wake_, &one, sizeof one);
}

void Loop::post(Task task) {
  const bool first = posted_.push(std::make_unique<Posted>(nullptr, std::move(task)));
  // The thread that pushed to an empty stack wakes the loop. The loop checks the stack before it
  // waits.
  if (first && !on_this_thread()) wake();
}

TimerId Loop::post_after(Duration delay, Task task) {
  TimerId id = next_timer_.fetch_add(1, std::memory_order_relaxed);
  Instant due = clock_.now() + delay;
  if (on_this_thread()) {
    insert(id, due, std::move(task));
    return id;
  }
  timers_underway_.fetch_add(1);
  post([this, id, due, task = std::move(task)]() mutable {
    bool cancelled = std::erase(cancelled_early_, id) != 0;
    if (timers_underway_.fetch_sub(1) == 1) cancelled_early_.clear();
    if (!cancelled) insert(id, due, std::move(task));
  });
  return id;
}

void Loop::insert(TimerId id, Instant due, Task task) {
  auto timed = std::make_unique<TimedTask>(*this, id, std::move(task));
  wheel_.arm(*timed, due);
  timed_.emplace(id, std::move(timed));
}

void Loop::cancel(TimerId timer) {
  if (timed_.erase(timer) == 0 && timers_underway_.load() > 0) cancelled_early_.push_back(timer);
}

void Loop::watch(int descriptor, std::uint32_t events, Watcher& watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watcher;
  WALKIE_ASSERT(::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0);
}

void Loop::rewatch(int descriptor, std::uint32_t events, Watcher& watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watcher;
  WALKIE_ASSERT(::epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event) == 0);
}

void Loop::unwatch(int descriptor, Watcher& watcher) {
  epoll_event event{};
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, &event);
  for (int i = ready_->next; i < ready_->count; ++i) {
    if (ready_->events[i].data.ptr == &watcher) ready_->events[i].events = 0;
  }
}

void Loop::flush_later(Flushable& flushable) {
  if (flushable.dirty_index_ >= 0) return;
  flushable.dirty_index_ = static_cast<std::int32_t>(dirty_.size());
  dirty_.push_back(&flushable);
}

void Loop::flush_never(Flushable& flushable) {
  if (flushable.dirty_index_ < 0) return;
  auto index = static_cast<std::size_t>(flushable.dirty_index_);
  // It is in the list that grows, or in the list that is being flushed.
  if (index < dirty_.size() && dirty_[index] == &flushable) dirty_[index] = nullptr;
  if (index < flushing_.size() && flushing_[index] == &flushable) flushing_[index] = nullptr;
  flushable.dirty_index_ = -1;
}

void Loop::destroy_later(std::shared_ptr<void> object) { to_destroy_.push_back(std::move(object)); }

void Loop::destroy_now() {
  while (!to_destroy_.empty()) {
    auto dying = std::move(to_destroy_);
    to_destroy_.clear();
  }
}

int Loop::wait_ms() const {
  if (!posted_.empty() || !dirty_.empty()) return 0;
  auto next = wheel_.next();
  if (!next) return -1;
  std::int64_t wait = next->ms - clock_.now().ms;
  return static_cast<int>(std::clamp<std::int64_t>(wait, 0, 60'000));
}

void Loop::turn() {
  int count = ::epoll_wait(epoll_, ready_->events, Ready::kMost, wait_ms());
  WALKIE_ASSERT(count >= 0 || errno == EINTR);
  now_ = clock_.now();
  ready_->count = std::max(count, 0);
  for (ready_->next = 0; ready_->next < ready_->count;) {
    epoll_event& event = ready_->events[ready_->next++];
    if (event.events == 0) continue;
    if (event.data.ptr == nullptr) {
      std::uint64_t wakes = 0;
      [[maybe_unused]] auto taken = ::read(wake_, &wakes, sizeof wakes);
      continue;
    }
    static_cast<Watcher*>(event.data.ptr)->on_ready(event.events);
  }
  run_posted();
  wheel_.advance(now_);
  // The first turn with queued bytes waits for one more poll. Events that are ready by then are
  // sent in the same write.
  if (dirty_.empty()) {
    flush_deferred_ = false;
  } else if (!flush_deferred_) {
    flush_deferred_ = true;
  } else {
    flush_deferred_ = false;
    flush_dirty();
  }
  destroy_now();
  std::int64_t took = (clock_.now() - now_).count();
  if (took > longest_turn_ms_.load(std::memory_order_relaxed)) longest_turn_ms_.store(took);
}

void Loop::run_posted() {
  posted_.take_all([](std::unique_ptr<Posted> posted) { posted->task(); });
}

void Loop::flush_dirty() {
  std::swap(dirty_, flushing_);
  for (std::size_t i = 0; i < flushing_.size(); ++i) {
    Flushable* flushable = flushing_[i];
    if (flushable == nullptr) continue;
    flushable->dirty_index_ = -1;
    flushable->flush();
  }
  flushing_.clear();
}

}  // namespace walkie::net

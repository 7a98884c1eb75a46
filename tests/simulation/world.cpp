#include "tests/simulation/world.h"

#include <algorithm>
#include <cstdio>

namespace walkie::sim {
namespace {

// What is due so soon may as well happen before the tasks that are ready now.
constexpr std::int64_t kSoonMs = 5;

}  // namespace

World::Appointment World::after(Duration delay, Task happening) {
  const std::int64_t wait = std::max<std::int64_t>(0, delay.count());
  const Appointment appointment{clock.now().ms + wait, ++last_order_};
  agenda_.emplace(appointment, std::move(happening));
  return appointment;
}

void World::print(const std::string& line) const {
  std::printf("%9.3f  %s\n", static_cast<double>(clock.now().ms) / 1000, line.c_str());
}

void World::next_of_agenda() {
  const auto first = agenda_.begin();
  const std::int64_t wait = first->first.first - clock.now().ms;
  if (wait > 0) clock.advance(Duration(wait));
  const Task happening = std::move(first->second);
  agenda_.erase(first);
  happening();
}

bool World::one(Instant end) {
  ready_.clear();
  for (SimExecutor* executor : executors_) {
    if (executor->ready()) ready_.push_back(executor);
  }
  const bool due = !agenda_.empty() && agenda_.begin()->first.first <= end.ms;
  if (ready_.empty()) {
    if (!due) return false;
    next_of_agenda();
    return true;
  }
  const bool soon = due && agenda_.begin()->first.first - clock.now().ms <= kSoonMs;
  if (soon && random.below(6) == 0) {
    next_of_agenda();
  } else {
    ready_[random.below(ready_.size())]->run_one();
  }
  return true;
}

void World::run(Duration span) {
  const Instant end = clock.now() + span;
  while (one(end)) {
    ++happened_;
    if (after_each) after_each();
  }
  if (clock.now() < end) clock.advance(end - clock.now());
}

SimExecutor::SimExecutor(World& world) : world_(world) { world_.executors_.push_back(this); }

SimExecutor::~SimExecutor() {
  forget();
  std::erase(world_.executors_, this);
}

TimerId SimExecutor::post_after(Duration delay, Task task) {
  const TimerId id = ++last_timer_;
  timers_[id] = world_.after(delay, [this, id, task = std::move(task)]() mutable {
    timers_.erase(id);
    tasks_.emplace_back(id, std::move(task));
  });
  return id;
}

void SimExecutor::cancel(TimerId timer) {
  if (timer == 0) return;
  if (const auto found = timers_.find(timer); found != timers_.end()) {
    world_.cancel(found->second);
    timers_.erase(found);
    return;
  }
  std::erase_if(tasks_, [timer](const auto& entry) { return entry.first == timer; });
}

void SimExecutor::run_one() {
  const Task task = std::move(tasks_.front().second);
  tasks_.pop_front();
  task();
}

void SimExecutor::forget() {
  for (const auto& [id, appointment] : timers_)
    world_.cancel(appointment);
  timers_.clear();
  // What goes may post on its way out; that goes too.
  while (!tasks_.empty()) {
    const auto going = std::exchange(tasks_, {});
  }
}

}  // namespace walkie::sim

#include "dispatch/password_queue.h"

#include <algorithm>

namespace walkie {
namespace {

// One known device must not fill the lane.
constexpr std::size_t most_of_one_device = 8;

std::size_t places(const Limits& limits) {
  return static_cast<std::size_t>(std::max<std::int64_t>(limits.queued_passwords, 0));
}

}  // namespace

PasswordQueue::PasswordQueue(std::vector<Executor*> threads, const Limits& limits, Metrics& metrics)
    : idle_(std::move(threads)),
      known_(places(limits), most_of_one_device),
      strangers_(places(limits), places(limits)),
      waiting_(metrics.gauge("walkie_passwords_waiting", "Sign-ins that wait for a thread")),
      refused_(metrics.counter("walkie_passwords_refused_total",
                               "Sign-ins refused because too many waited")) {}

void PasswordQueue::submit(const Ticket& ticket, Job job) {
  std::optional<Job> displaced;
  Executor* thread = nullptr;
  {
    const std::scoped_lock lock(mutex_);
    auto& lane = ticket.lane == Lane::known ? known_ : strangers_;
    displaced = stopping_ ? std::optional(std::move(job)) : lane.push(ticket.key, std::move(job));
    waiting_.set(static_cast<std::int64_t>(known_.size() + strangers_.size()));
    if (!idle_.empty() && known_.size() + strangers_.size() > 0) {
      thread = idle_.back();
      idle_.pop_back();
    }
  }
  if (displaced) {
    refused_.add();
    displaced->refused();
  }
  if (thread != nullptr) thread->post([this, thread] { work_on(*thread); });
}

void PasswordQueue::stop() {
  for (const Job& job : take_all())
    job.refused();
}

void PasswordQueue::abandon() { take_all(); }

std::vector<PasswordQueue::Job> PasswordQueue::take_all() {
  std::vector<Job> waited;
  const std::scoped_lock lock(mutex_);
  stopping_ = true;
  while (std::optional<Job> job = next())
    waited.push_back(std::move(*job));
  return waited;
}

std::optional<PasswordQueue::Job> PasswordQueue::next() {
  std::optional<Job> job = known_.pop();
  if (!job) job = strangers_.pop();
  waiting_.set(static_cast<std::int64_t>(known_.size() + strangers_.size()));
  return job;
}

// Runs one job for each turn of the thread.
void PasswordQueue::work_on(Executor& thread) {
  std::optional<Job> job;
  {
    const std::scoped_lock lock(mutex_);
    job = next();
    if (!job) return idle_.push_back(&thread);
  }
  job->work();
  {
    const std::scoped_lock lock(mutex_);
    if (known_.size() + strangers_.size() == 0) return idle_.push_back(&thread);
  }
  thread.post([this, &thread] { work_on(thread); });
}

}  // namespace walkie

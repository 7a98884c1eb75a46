#include "dispatch/read_queue.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "dispatch/answers.h"

namespace walkie {

ReadQueue::ReadQueue(const Parts& parts)
    : parts_(parts),
      last_failure_ms_(parts.clock.now().ms - kCalm.count()),
      reads_(parts.metrics.counter("walkie_reads_total", "Reads of the database.")),
      refused_(parts.metrics.counter("walkie_reads_refused_total",
                                     "Reads refused because too many waited.")),
      failed_(parts.metrics.counter("walkie_reads_failed_total",
                                    "Reads that the disk or the database refused.")),
      dropped_(parts.metrics.counter("walkie_reads_dropped_total",
                                     "Reads not made because their client had left.")),
      depth_(parts.metrics.gauge("walkie_read_queue", "Reads that wait for a thread.")) {
  WALKIE_ASSERT(!parts_.readers.empty());
  for (Executor* executor : parts_.readers) {
    threads_.emplace_back();
    threads_.back().executor = executor;
  }
}

void ReadQueue::submit(ReadJob job) {
  Error refusal = stopping();
  job.asked = parts_.clock.now();
  {
    std::scoped_lock lock(mutex_);
    const auto depth = static_cast<std::int64_t>(waiting_.size());
    if (!stopping_ && depth < parts_.limits.queued_reads) {
      waiting_.push(std::move(job));
      depth_.set(depth + 1);
      wake_one_locked();
      return;
    }
    if (!stopping_) refusal = too_busy();
  }
  refused_.add();
  Executor& loop = *job.loop;
  loop.post([finish = std::move(job.finish), refusal = std::move(refusal)] { finish(refusal); });
}

void ReadQueue::look(ReadStep step) {
  std::scoped_lock lock(mutex_);
  waiting_.push({nullptr, {}, std::move(step), nullptr});
  wake_one_locked();
}

void ReadQueue::stop(Task idle) {
  std::scoped_lock lock(mutex_);
  stopping_ = true;
  idle_.push_back(std::move(idle));
  // Wakes idle readers; a busy reader checks when it is done.
  wake_one_locked();
}

void ReadQueue::abandon() {
  ReadTurns jobs;  // destroyed without the mutex: their destructors may call submit
  std::vector<Task> idle;
  const std::scoped_lock lock(mutex_);
  stopping_ = true;
  std::swap(jobs, waiting_);
  idle.swap(idle_);
}

void ReadQueue::wake_one_locked() {
  for (ReaderThread& thread : threads_) {
    if (thread.busy) continue;
    thread.busy = true;
    thread.executor->post([this, &thread] { work(thread); });
    return;
  }
}

bool ReadQueue::dropped(const ReadJob& job, Instant now) const {
  if (job.options.client == nullptr) return false;
  const ClientState::Where where = job.options.client->where();
  if (where == ClientState::Where::half_closed) return now - job.asked >= kHalfClosedWait;
  return where == ClientState::Where::gone;
}

ReadQueue::Share ReadQueue::take_locked() {
  // An even share, so that other idle readers find work too.
  const std::size_t even = (waiting_.size() + threads_.size() - 1) / threads_.size();
  const std::size_t most = std::min(even, kShareSnapshot);
  const Instant now = parts_.clock.now();
  Share share;
  while (share.wanted.size() < most) {
    auto job = waiting_.pop();
    if (!job) break;
    (dropped(*job, now) ? share.dropped : share.wanted).push_back(std::move(*job));
  }
  depth_.set(static_cast<std::int64_t>(waiting_.size()));
  return share;
}

void ReadQueue::work(ReaderThread& thread) {
  Share share;
  {
    std::scoped_lock lock(mutex_);
    share = take_locked();
  }
  refuse(share.dropped);
  if (!share.wanted.empty()) run(thread, share.wanted);

  std::vector<Task> idle;
  {
    std::scoped_lock lock(mutex_);
    if (!waiting_.empty()) {
      thread.executor->post([this, &thread] { work(thread); });
      return;
    }
    thread.busy = false;
    const bool all_idle = std::none_of(threads_.begin(), threads_.end(),
                                       [](const ReaderThread& other) { return other.busy; });
    if (all_idle) idle.swap(idle_);
  }
  for (const Task& task : idle)
    task();
}

bool ReadQueue::reads_work() const {
  const Instant failed{last_failure_ms_.load(std::memory_order_relaxed)};
  return parts_.clock.now() - failed >= kCalm;
}

void ReadQueue::note(const Result<void>& environment) {
  if (environment) return;
  failed_.add();
  last_failure_ms_.store(parts_.clock.now().ms, std::memory_order_relaxed);
}

void ReadQueue::refuse(std::vector<ReadJob>& jobs) {
  if (jobs.empty()) return;
  dropped_.add(jobs.size());
  Answers answers(jobs.size());
  for (ReadJob& job : jobs)
    answers.add(*job.loop, std::move(job.finish), client_gone());
  answers.post();
}

void ReadQueue::run(ReaderThread& thread, std::vector<ReadJob>& jobs) {
  if (thread.reader == nullptr) thread.reader = parts_.store.reader();
  std::vector<Result<void>> results(jobs.size());
  const Result<void> environment = thread.reader->read([&](View& view) -> Result<void> {
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      const actions::Context context{jobs[i].principal, parts_.clock.wall(), parts_.random,
                                     parts_.limits};
      results[i] = jobs[i].step(context, view);
    }
    return {};
  });
  reads_.add(jobs.size());
  note(environment);

  Answers answers(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (jobs[i].loop == nullptr) continue;
    if (!environment) results[i] = environment;
    answers.add(*jobs[i].loop, std::move(jobs[i].finish), std::move(results[i]));
  }
  answers.post();
}

}  // namespace walkie

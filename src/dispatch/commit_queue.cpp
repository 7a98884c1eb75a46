#include "dispatch/commit_queue.h"

#include <utility>

#include "dispatch/answers.h"

namespace walkie {
namespace {

// A conflict in the store is not an error of the client: it may send the same request again.
Result<void> answer_to(Result<void> result) {
  if (result || result.error().reason != store_conflict().reason) return result;
  Error error = std::move(result).error();
  error.code = Code::unavailable;
  return error;
}

}  // namespace

CommitQueue::CommitQueue(const Parts& parts, Publisher& publisher)
    : parts_(parts),
      deleted_texts_(parts.random),
      publisher_(publisher),
      last_failure_ms_(parts.clock.now().ms - kCalm.count()),
      batch_(parts.metrics.histogram("walkie_commit_actions", "Actions in one commit.",
                                     size_buckets())),
      seconds_(parts.metrics.histogram(
          "walkie_commit_seconds", "Seconds from the begin of a transaction until it is durable.",
          latency_buckets())),
      failed_(parts.metrics.counter("walkie_commits_failed_total",
                                    "Commits that the disk or the database refused.")),
      refused_(parts.metrics.counter("walkie_writes_refused_total",
                                     "Changes refused because too many waited.")),
      depth_(parts.metrics.gauge("walkie_write_queue", "Changes that wait for a commit.")) {}

bool CommitQueue::commits_work() const {
  const Instant failed{last_failure_ms_.load(std::memory_order_relaxed)};
  return last_commit_ok_.load(std::memory_order_relaxed) && parts_.clock.now() - failed >= kCalm;
}

void CommitQueue::submit(WriteJob job) {
  Error refusal = stopping();
  {
    std::scoped_lock lock(mutex_);
    const auto depth = static_cast<std::int64_t>(waiting_.size());
    if (!stopping_ && depth < parts_.limits.queued_writes) {
      waiting_.push_back(std::move(job));
      depth_.set(depth + 1);
      if (!std::exchange(draining_, true)) start_drain();
      return;
    }
    if (!stopping_) refusal = too_busy();
  }
  refused_.add();
  Executor& loop = *job.loop;
  loop.post([finish = std::move(job.finish), refusal = std::move(refusal)] { finish(refusal); });
}

void CommitQueue::stop(Task idle) {
  std::scoped_lock lock(mutex_);
  stopping_ = true;
  idle_.push_back(std::move(idle));
  // At most one drain is posted or running, so nothing calls this object after the last one.
  if (std::exchange(draining_, true)) return;
  parts_.writer.post([this] { drain(); });
}

void CommitQueue::abandon() {
  std::vector<WriteJob> jobs;  // destroyed without the mutex: their destructors may call submit
  std::vector<Task> idle;
  const std::scoped_lock lock(mutex_);
  stopping_ = true;
  jobs.swap(waiting_);
  idle.swap(idle_);
}

// A loop runs posted tasks after all requests that it has received, and a commit of one action
// costs nearly as much as one of ten. So the commit waits for the end of the loop turn.
void CommitQueue::start_drain() {
  waiting_.front().loop->post([this] { parts_.writer.post([this] { drain(); }); });
}

void CommitQueue::drain() {
  std::vector<WriteJob> jobs;
  {
    std::scoped_lock lock(mutex_);
    const auto most = static_cast<std::size_t>(parts_.limits.commit_actions);
    if (waiting_.size() <= most) {
      jobs.swap(waiting_);
    } else {
      const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(most);
      jobs.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
      waiting_.erase(waiting_.begin(), end);
    }
    depth_.set(static_cast<std::int64_t>(waiting_.size()));
  }
  if (!jobs.empty()) commit(jobs);

  std::vector<Task> idle;
  {
    std::scoped_lock lock(mutex_);
    if (!waiting_.empty()) {
      start_drain();
      return;
    }
    draining_ = false;
    idle.swap(idle_);
  }
  for (const Task& task : idle)
    task();
}

void CommitQueue::commit(std::vector<WriteJob>& jobs) {
  if (writer_ == nullptr) writer_ = parts_.store.writer();
  const Instant began = parts_.clock.now();
  std::vector<actions::Outcome> outcomes(jobs.size());
  auto results = writer_->commit(jobs.size(), [&](std::size_t i, Transaction& store) {
    if (!publisher_.knows_epoch()) publisher_.set_epoch(store.epoch());
    outcomes[i] = {};
    const actions::Context context{jobs[i].principal, parts_.clock.wall(), parts_.random,
                                   parts_.limits, &deleted_texts_};
    return jobs[i].step(context, store, outcomes[i]);
  });
  note_commit(results ? Result<void>() : results.error(), jobs.size(), began);
  // A failed commit fails all its actions. Even an error such as client_id_reused may have come
  // from a row that was not saved.
  Answers answers(jobs.size());
  for (std::size_t i = 0; results && i < jobs.size(); ++i) {
    if (!(*results)[i]) outcomes[i] = {};
  }
  if (results) publisher_.prepare(outcomes);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    answers.add(*jobs[i].loop, std::move(jobs[i].finish),
                results ? answer_to(std::move((*results)[i])) : results.error());
  }
  answers.post();
  if (results) publisher_.publish();  // S3: after the answers
}

void CommitQueue::note_commit(const Result<void>& committed, std::size_t actions, Instant began) {
  batch_.observe(static_cast<double>(actions));
  const Duration took = parts_.clock.now() - began;
  seconds_.observe(static_cast<double>(took.count()) / 1000);
  const bool was_ok = last_commit_ok_.exchange(committed.ok(), std::memory_order_relaxed);
  if (!committed) {
    failed_.add();
    last_failure_ms_.store(parts_.clock.now().ms, std::memory_order_relaxed);
    parts_.log.error("commit failed", {{"actions", actions},
                                       {"code", committed.error().reason},
                                       {"detail", committed.error().detail}});
  } else if (!was_ok) {
    parts_.log.info("commits work again", {{"actions", actions}});
  }
}

}  // namespace walkie

// CommitQueue: changes on their way into the store. Everyone who waits goes into the next
// transaction, so the busier it is, the cheaper each commit (adaptive group commit): while one
// commit waits for the disk, the next batch gathers. A commit begins by way of the loop of the
// first who waits, so that all requests of that turn of the loop are in it (docs/decisions/0076).
//
// submit and stop: any thread. Everything else runs on the writer's executor.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "actions/deleted_texts.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "dispatch/jobs.h"
#include "dispatch/publisher.h"
#include "store/store.h"

namespace walkie {

class CommitQueue {
 public:
  struct Parts {
    Store& store;
    const Clock& clock;
    Random& random;
    const Limits& limits;
    Log& log;
    Metrics& metrics;
    Executor& writer;
  };
  CommitQueue(const Parts& parts, Publisher& publisher);

  void submit(WriteJob job);
  // Refuses what comes from now on; `idle` runs (on the writer's executor) once nothing is left.
  void stop(Task idle);
  void abandon();  // see Dispatch::abandon
  // False from a commit that failed until others went through and none has failed for five seconds:
  // on a full disk a small one may fit where the next does not.
  bool commits_work() const;

 private:
  static constexpr Duration kCalm{5000};

  void start_drain();  // with the mutex held
  void drain();
  void commit(std::vector<WriteJob>& jobs);
  void note_commit(const Result<void>& committed, std::size_t actions, Instant began);

  const Parts parts_;
  actions::DeletedTexts deleted_texts_;
  Publisher& publisher_;
  std::unique_ptr<Writer> writer_;  // made on its thread

  std::mutex mutex_;
  std::vector<WriteJob> waiting_;
  std::vector<Task> idle_;
  bool draining_ = false;
  bool stopping_ = false;
  std::atomic<bool> last_commit_ok_{true};
  std::atomic<std::int64_t> last_failure_ms_;

  Histogram& batch_;
  Histogram& seconds_;
  Counter& failed_;
  Counter& refused_;
  Gauge& depth_;
};

}  // namespace walkie

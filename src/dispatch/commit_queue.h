// CommitQueue: the queue of changes to the store, with adaptive group commit. All changes that wait
// go into the next transaction. While one commit waits for the disk, the next batch collects, so a
// change costs less the busier the server is. The commit of an idle queue is started through the
// loop of the first change, so that all requests of that loop turn are in it (docs/decisions/0076).
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
  // Refuses new changes. `idle` runs on the writer's executor when the queue is empty.
  void stop(Task idle);
  void abandon();  // see Dispatch::abandon
  // False after a failed commit, until a commit has succeeded and none has failed for five seconds.
  // On a full disk a small commit may succeed and the next one fail.
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

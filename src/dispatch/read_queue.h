// ReadQueue: looks at the store, each from a snapshot that was taken after it was asked for. A few
// that wait together share one snapshot; the sources of looks take turns (read_turns.h). A look
// whose client has gone is dropped before it runs: its answer is client_gone.
//
// submit and stop: any thread. Looks run on the readers' executors.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "dispatch/jobs.h"
#include "dispatch/read_turns.h"
#include "store/store.h"

namespace walkie {

class ReadQueue {
 public:
  struct Parts {
    Store& store;
    const Clock& clock;
    Random& random;
    const Limits& limits;
    Metrics& metrics;
    std::vector<Executor*> readers;
  };
  explicit ReadQueue(const Parts& parts);

  void submit(ReadJob job);
  // For the server itself (inbox hints): never refused, so the caller bounds it; runs without a
  // principal and answers nobody.
  void look(ReadStep step);
  void stop(Task idle);
  void abandon();  // see Dispatch::abandon
  // False while looks fail, and kCalm longer. Any thread.
  bool reads_work() const;

 private:
  // One of the readers' threads.
  struct ReaderThread {
    Executor* executor = nullptr;
    std::unique_ptr<Reader> reader;  // made and used on the executor
    bool busy = false;
  };

  // A failure shows in readiness for so long.
  static constexpr Duration kCalm{5000};
  // The answers of one snapshot leave together, so a small look waits for those before it.
  static constexpr std::size_t kShareSnapshot = 4;
  // So long a look of a client that has finished sending may wait: it may still read the answer.
  static constexpr Duration kHalfClosedWait{100};

  struct Share {
    std::vector<ReadJob> wanted, dropped;
  };
  Share take_locked();
  bool dropped(const ReadJob& job, Instant now) const;
  void wake_one_locked();
  void work(ReaderThread& thread);
  void refuse(std::vector<ReadJob>& jobs);
  void run(ReaderThread& thread, std::vector<ReadJob>& jobs);
  void note(const Result<void>& environment);

  const Parts parts_;
  std::mutex mutex_;
  ReadTurns waiting_;
  std::vector<ReaderThread> threads_;
  std::vector<Task> idle_;
  bool stopping_ = false;
  std::atomic<std::int64_t> last_failure_ms_;

  Counter& reads_;
  Counter& refused_;
  Counter& failed_;
  Counter& dropped_;
  Gauge& depth_;
};

}  // namespace walkie

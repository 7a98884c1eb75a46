// ReadQueue: runs reads of the store. Each read sees a snapshot that was taken after it was
// submitted. Reads that wait together share a snapshot; their sources take turns (read_turns.h). A
// read whose client has disconnected is dropped before it runs: its answer is client_gone.
//
// submit and stop: any thread. Reads run on the executors of the readers.
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
  // For the server itself (inbox hints): never refused, so the caller must limit it. Has no
  // principal and no answer.
  void look(ReadStep step);
  void stop(Task idle);
  void abandon();  // see Dispatch::abandon
  // False while reads fail, and for kCalm more. Any thread.
  bool reads_work() const;

 private:
  // One of the readers' threads.
  struct ReaderThread {
    Executor* executor = nullptr;
    std::unique_ptr<Reader> reader;  // made and used on the executor
    bool busy = false;
  };

  // How long a failure shows in readiness.
  static constexpr Duration kCalm{5000};
  // Reads of one snapshot are answered together, so a short read waits for the others.
  static constexpr std::size_t kShareSnapshot = 4;
  // How long the read of a client that has finished sending may wait. It may still read the answer.
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

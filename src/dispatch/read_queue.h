// ReadQueue: looks at the store, each from a snapshot that was taken after it was asked for. A few
// that wait together share one snapshot.
//
// submit and stop: any thread. Looks run on the readers' executors.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "dispatch/jobs.h"
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
  // False while looks fail, and kCalm longer. Any thread.
  bool reads_work() const;

 private:
  // One of the readers' threads.
  struct Seat {
    Executor* executor = nullptr;
    std::unique_ptr<Reader> reader;  // made and used on the executor
    bool busy = false;
  };

  static constexpr std::size_t kShareSnapshot = 16;
  static constexpr Duration kCalm{5000};

  void wake_one_locked();
  void work(Seat& seat);
  void run(Seat& seat, std::vector<ReadJob>& jobs);
  void note(const Result<void>& environment);

  const Parts parts_;
  std::mutex mutex_;
  std::deque<ReadJob> waiting_;
  std::vector<Seat> seats_;
  std::vector<Task> idle_;
  bool stopping_ = false;
  std::atomic<std::int64_t> last_failure_ms_;

  Counter& reads_;
  Counter& refused_;
  Counter& failed_;
  Gauge& depth_;
};

}  // namespace walkie

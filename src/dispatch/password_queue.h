// PasswordQueue: runs password hashing (Argon2id: a large part of a second and 64 MiB each) on its
// own threads, one hash per thread. Other work waits in two lanes. Each lane holds at most
// Limits::queued_passwords, and its keys take turns (FairQueue):
//
//   known     browsers that have signed in before, clients at an address that has signed in to the
//             account recently, and clients with a set-up link; always first
//   stranger  all others, by address: an address with many attempts delays only its own
//
// Owned by Dispatch. Any thread. `work` runs on a password thread. `refused` runs later on its
// loop, when the lane was full.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "base/metrics.h"
#include "base/result.h"
#include "chat/limits.h"
#include "dispatch/fair_queue.h"
#include "dispatch/jobs.h"

namespace walkie {

class PasswordQueue {
 public:
  enum class Lane : std::uint8_t { known, stranger };
  struct Ticket {
    Lane lane = Lane::stranger;
    std::string key;  // an address or a device; keys take turns
  };

  PasswordQueue(std::vector<Executor*> threads, const Limits& limits, Metrics& metrics);

  // Runs `work` on a password thread and calls `answer` on `loop` with its result, or too_busy().
  template <class Made>
  void run(Executor& loop, const Ticket& ticket, std::function<Made()> work,
           std::function<void(Result<Made>)> answer) {
    submit(ticket, {[&loop, work = std::move(work), answer] {
                      Made made = work();
                      loop.post([made = std::move(made), answer] { answer(made); });
                    },
                    [&loop, answer] { loop.post([answer] { answer(too_busy()); }); }});
  }

  // Refuses queued and new work. Work that has begun is finished.
  void stop();
  void abandon();  // see Dispatch::abandon

 private:
  struct Job {
    Task work;
    Task refused;
  };
  void submit(const Ticket& ticket, Job job);
  void work_on(Executor& thread);
  std::optional<Job> next();  // the mutex is held
  std::vector<Job> take_all();

  std::mutex mutex_;
  bool stopping_ = false;
  std::vector<Executor*> idle_;
  FairQueue<Job> known_;
  FairQueue<Job> strangers_;
  Gauge& waiting_;
  Counter& refused_;
};

}  // namespace walkie

// PasswordQueue: work with passwords (Argon2id: a good part of a second and 64 MiB each), on
// threads of its own, as many at once as there are threads. The rest waits in two lanes, each
// bounded by Limits::queued_passwords and served in turn by key (FairQueue):
//
//   known     browsers that have signed in before, people at an address where somebody has signed
//             in to the account lately, and people with a set-up link; always first
//   stranger  everybody else, by address: an address with many attempts delays only its own
//
// Owned by Dispatch. Any thread. `work` runs on a password thread; `refused` runs later on the
// loop that it was given for, when there was no place.
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
    std::string key;  // whose turn it is: an address or a device
  };

  PasswordQueue(std::vector<Executor*> threads, const Limits& limits, Metrics& metrics);

  // Runs `work` on a password thread; what it made, or too_busy(), goes to `answer` on `loop`.
  template <class Made>
  void run(Executor& loop, const Ticket& ticket, std::function<Made()> work,
           std::function<void(Result<Made>)> answer) {
    submit(ticket, {[&loop, work = std::move(work), answer] {
                      Made made = work();
                      loop.post([made = std::move(made), answer] { answer(made); });
                    },
                    [&loop, answer] { loop.post([answer] { answer(too_busy()); }); }});
  }

  // What waits, and what comes later, is refused. Work that has begun ends.
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

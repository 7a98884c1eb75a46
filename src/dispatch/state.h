// What a Dispatch is made of. Seen by dispatch's own sources only.
#pragma once

#include <atomic>

#include "dispatch/commit_queue.h"
#include "dispatch/dispatch.h"
#include "dispatch/known_credentials.h"
#include "dispatch/publisher.h"
#include "dispatch/read_queue.h"
#include "dispatch/recent_events.h"
#include "dispatch/sign_in_failures.h"

namespace walkie {

// Password work on threads of its own, as many at once as there are threads; the rest waits.
class PasswordDesk {
 public:
  PasswordDesk(const DispatchParts& parts) : parts_(parts) {}

  // Runs `work` on a password thread; its answer goes to `answer` on `loop`.
  template <class Made>
  void run(Executor& loop, std::function<Made()> work, std::function<void(Result<Made>)> answer) {
    if (waiting_.fetch_add(1) >= parts_.limits.queued_passwords) {
      waiting_.fetch_sub(1);
      loop.post([answer = std::move(answer)] { answer(too_busy()); });
      return;
    }
    Executor& thread = *parts_.passwords[next_.fetch_add(1) % parts_.passwords.size()];
    thread.post([this, &loop, work = std::move(work), answer = std::move(answer)] {
      Made made = work();
      waiting_.fetch_sub(1);
      loop.post([made = std::move(made), answer = std::move(answer)] { answer(made); });
    });
  }

 private:
  const DispatchParts& parts_;
  std::atomic<std::int64_t> waiting_{0};
  std::atomic<std::size_t> next_{0};
};

class Dispatch::State {
 public:
  explicit State(const DispatchParts& given);

  const DispatchParts parts;
  RecentEvents recent;
  KnownCredentials known;
  SignInFailures failures;
  PasswordDesk passwords;
  ReadQueue reads;
  Publisher publisher;
  CommitQueue writes;
  Counter& resumed_from_ring;
  Counter& resumed_from_store;
};

}  // namespace walkie

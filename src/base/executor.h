// Executor: runs tasks on its own thread: an event loop, a worker thread, the simulation.
//
// post and post_after: any thread. Tasks run on the executor's thread in the order posted. cancel:
// on the executor's thread only.
#pragma once

#include <cstdint>
#include <functional>

#include "base/clock.h"

namespace walkie {

using Task = std::function<void()>;
using TimerId = std::uint64_t;  // 0 is never used

class Executor {
 public:
  virtual ~Executor() = default;
  virtual void post(Task task) = 0;
  virtual TimerId post_after(Duration delay, Task task) = 0;
  // The task does not run after this returns, if it has not run yet. Unknown ids are ignored.
  virtual void cancel(TimerId timer) = 0;
};

}  // namespace walkie

// Executor: where a piece of work runs. An event loop is one; the simulation is another.
//
// post and post_after may be called from any thread; the work runs on the executor's own thread,
// in the order posted. cancel is called on the executor's own thread only.
#pragma once

#include <cstdint>
#include <functional>

#include "base/clock.h"

namespace walkie {

using Task = std::function<void()>;
using TimerId = std::uint64_t;  // 0 is never given out

class Executor {
 public:
  virtual ~Executor() = default;
  virtual void post(Task task) = 0;
  virtual TimerId post_after(Duration delay, Task task) = 0;
  // The task does not run after this returns, if it has not run yet. Unknown ids are ignored.
  virtual void cancel(TimerId timer) = 0;
};

}  // namespace walkie

// Work that waits for a store thread, and the errors of work that is refused.
#pragma once

#include <functional>

#include "actions/action.h"
#include "base/executor.h"
#include "dispatch/read_options.h"

namespace walkie {

using WriteStep =
    std::function<Result<void>(const actions::Context&, Transaction&, actions::Outcome&)>;
using ReadStep = std::function<Result<void>(const actions::Context&, View&)>;
// Gets the error of the step or of the environment. Runs on the loop of the caller.
using Finish = std::function<void(Result<void>)>;

struct WriteJob {
  Executor* loop = nullptr;
  Principal principal;
  WriteStep step;
  Finish finish;
};

struct ReadJob {
  Executor* loop = nullptr;
  Principal principal;
  ReadStep step;
  Finish finish;
  ReadOptions options{};
  Instant asked{};  // set by the queue
};

inline Error too_busy() {
  return {.code = Code::unavailable,
          .reason = "busy",
          .detail = "The queue of the server is full. Try again in a second.",
          .retry_after_s = 1};
}

// For a client that has disconnected, or that has finished sending while its request waits.
inline Error client_gone() {
  return {.code = Code::unavailable,
          .reason = "client_gone",
          .detail = "The client closed the connection while the request waited.",
          .retry_after_s = 1};
}

inline Error stopping() {
  return {.code = Code::unavailable,
          .reason = "stopping",
          .detail = "The server is stopping. Try again in a few seconds.",
          .retry_after_s = 2};
}

}  // namespace walkie

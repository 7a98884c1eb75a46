// WALKIE_ASSERT: a bug stops the process, in every build. A server that goes on after its own
// state is wrong loses messages quietly; a crash is seen, and nothing acknowledged is lost by it.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace walkie {

[[noreturn]] inline void assertion_failed(const char* what, const char* file, int line) {
  (void)std::fprintf(stderr, "assertion failed: %s (%s:%d)\n", what, file, line);
  std::abort();
}

}  // namespace walkie

#define WALKIE_ASSERT(condition) \
  ((condition) ? (void)0 : ::walkie::assertion_failed(#condition, __FILE__, __LINE__))

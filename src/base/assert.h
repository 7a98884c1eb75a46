// WALKIE_ASSERT: stops the process on a bug, in every build. A server that continues with wrong
// state may lose messages without notice. A crash is noticed, and loses no acknowledged message.
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

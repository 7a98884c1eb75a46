#include "node/real_clock.h"

#include <chrono>

namespace walkie {

WallTime RealClock::wall() const {
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  auto since = std::chrono::system_clock::now().time_since_epoch();
  return {duration_cast<milliseconds>(since).count()};
}

Instant RealClock::now() const {
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  auto since = std::chrono::steady_clock::now().time_since_epoch();
  return {duration_cast<milliseconds>(since).count()};
}

}  // namespace walkie

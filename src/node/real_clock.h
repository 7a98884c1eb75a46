// The real clock. No other code reads the time of the system.
#pragma once

#include "base/clock.h"

namespace walkie {

class RealClock final : public Clock {
 public:
  WallTime wall() const override;
  Instant now() const override;
};

}  // namespace walkie

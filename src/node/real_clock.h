// The real clock: the one place that asks the system for the time.
#pragma once

#include "base/clock.h"

namespace walkie {

class RealClock final : public Clock {
 public:
  WallTime wall() const override;
  Instant now() const override;
};

}  // namespace walkie

// The real randomness: the system's CSPRNG through libsodium.
#pragma once

#include "base/random.h"

namespace walkie {

class RealRandom final : public Random {
 public:
  // Aborts when libsodium cannot start: without randomness there are no safe tokens.
  RealRandom();
  void fill(std::span<unsigned char> bytes) override;
};

}  // namespace walkie

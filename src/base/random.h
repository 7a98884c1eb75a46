// Randomness comes in through constructors. node/ holds the real one (the system's CSPRNG); tests
// and the simulation use a seeded one.
#pragma once

#include <cstdint>
#include <span>

namespace walkie {

// Implementations may be called from any thread.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<unsigned char> bytes) = 0;

  std::uint64_t next() {
    std::uint64_t value = 0;
    fill({reinterpret_cast<unsigned char*>(&value), sizeof value});
    return value;
  }
  // Uniform enough for jitter in [0, bound); bound 0 gives 0.
  std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }
};

}  // namespace walkie

// Random numbers from a seed (splitmix64): the same seed gives the same run, on every machine.
#pragma once

#include <cstdint>
#include <cstring>
#include <mutex>
#include <span>

#include "base/random.h"

namespace walkie::testing {

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed = 1) : state_(seed) {}

  void fill(std::span<unsigned char> bytes) override {
    std::scoped_lock lock(mutex_);
    while (!bytes.empty()) {
      const std::uint64_t word = step();
      const std::size_t size = bytes.size() < sizeof word ? bytes.size() : sizeof word;
      std::memcpy(bytes.data(), &word, size);
      bytes = bytes.subspan(size);
    }
  }

 private:
  std::uint64_t step() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }

  std::mutex mutex_;
  std::uint64_t state_;
};

}  // namespace walkie::testing

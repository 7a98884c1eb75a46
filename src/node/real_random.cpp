#include "node/real_random.h"

#include <sodium.h>

#include "base/assert.h"

namespace walkie {

RealRandom::RealRandom() { WALKIE_ASSERT(sodium_init() >= 0); }

void RealRandom::fill(std::span<unsigned char> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace walkie

// Epochs: a database gets one when it is created and a new one after each restore (protocol L4).
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/random.h"

namespace walkie {

// 64 random bits as 16 hexadecimal digits.
inline std::string make_epoch(Random& random) {
  char text[17];
  (void)std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(random.next()));
  return text;
}

// How many ids a restored database skips after its newest one: at least ids_that_epochs_skip. The
// number depends on the epoch, so one backup that is restored twice makes different ids.
inline std::int64_t skipped_ids(std::string_view epoch) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const char c : epoch)
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return ids_that_epochs_skip * static_cast<std::int64_t>(1 + hash % 1000);
}

}  // namespace walkie

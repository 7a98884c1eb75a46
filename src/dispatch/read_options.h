// For whom a look at the store is made: who shares a place in the queue, and who may go away.
#pragma once

#include <cstdint>
#include <memory>

#include "base/client_state.h"
#include "chat/principal.h"

namespace walkie {

struct ReadOptions {
  // Null: nobody who can go away.
  std::shared_ptr<const ClientState> client;
  // Looks of one source wait behind each other, and the sources take turns. 0: by principal.
  std::uint64_t source = 0;
};

inline std::uint64_t source_of(const Principal& principal) {
  return static_cast<std::uint64_t>(principal.kind) << 56 |
         static_cast<std::uint64_t>(principal.id);
}

}  // namespace walkie

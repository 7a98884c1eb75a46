// The source of a read, which takes turns in the queue, and its client.
#pragma once

#include <cstdint>
#include <memory>

#include "base/client_state.h"
#include "chat/principal.h"

namespace walkie {

struct ReadOptions {
  // The read is dropped when this client disconnects. Null: never.
  std::shared_ptr<const ClientState> client;
  // The reads of one source wait in one queue, and sources take turns. 0: the principal.
  std::uint64_t source = 0;
};

inline std::uint64_t source_of(const Principal& principal) {
  return static_cast<std::uint64_t>(principal.kind) << 56 |
         static_cast<std::uint64_t>(principal.id);
}

}  // namespace walkie

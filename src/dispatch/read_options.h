// For whom the store is read: the source that takes turns in the queue, and the client.
#pragma once

#include <cstdint>
#include <memory>

#include "base/client_state.h"
#include "chat/principal.h"

namespace walkie {

struct ReadOptions {
  // The read is dropped when this client goes. Null: it is never dropped.
  std::shared_ptr<const ClientState> client;
  // Reads of one source wait behind each other, and the sources take turns. 0: by principal.
  std::uint64_t source = 0;
};

inline std::uint64_t source_of(const Principal& principal) {
  return static_cast<std::uint64_t>(principal.kind) << 56 |
         static_cast<std::uint64_t>(principal.id);
}

}  // namespace walkie

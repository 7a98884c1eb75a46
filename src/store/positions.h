// The store's port for positions: how far each reader of a conversation has read and received.
// Rules of transactions, threads and failure: store/store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "chat/conversation.h"
#include "chat/principal.h"

namespace walkie {

class PositionReads {
 public:
  virtual ~PositionReads() = default;
  virtual std::optional<Position> position(ConversationId conversation, PrincipalKind reader_kind,
                                           std::int64_t reader_id) = 0;
  virtual std::vector<Position> positions(ConversationId conversation) = 0;
};

class PositionWrites {
 public:
  virtual ~PositionWrites() = default;
  // A position only moves forward. Returns the saved position.
  virtual Position advance_position(const Position& position) = 0;
};

}  // namespace walkie

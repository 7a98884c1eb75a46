// Saves how far the principal has read and received. Positions only move forward, at most to the
// head. A read message counts as received.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct ReadMark {
  Position position;  // the saved position
  Seq head_seq = 0;
};

struct MarkRead {
  using Answer = ReadMark;
  ConversationId conversation_id;
  Seq read_seq = 0;      // 0: leave as it is
  Seq received_seq = 0;  // 0: leave as it is
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

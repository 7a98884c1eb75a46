// How far the asker has read and received. Only forward, never beyond the head; having read is
// having received.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct ReadMark {
  Position position;  // in force now
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

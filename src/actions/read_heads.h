// Reads the heads of many conversations in one query (N2). For the server itself.
#pragma once

#include <vector>

#include "actions/action.h"

namespace walkie::actions {

struct ConversationHeads {
  ConversationId id;
  Seq last_seq = 0;
  Seq staff_last_seq = 0;
};

struct ReadHeads {
  using Answer = std::vector<ConversationHeads>;
  std::vector<ConversationId> ids;

  Result<Answer> run(const Context&, View& store) const {
    Answer heads;
    for (const Conversation& row : store.conversations_by_id(ids)) {
      heads.push_back({row.id, row.last_seq, row.staff_last_seq});
    }
    return heads;
  }
};

}  // namespace walkie::actions

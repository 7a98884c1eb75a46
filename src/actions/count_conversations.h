// Open conversations for the inbox's tabs. Staff only.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct ConversationCounts {  // none above Limits::counted_max
  std::int64_t mine = 0;
  std::int64_t unassigned = 0;
  std::int64_t all = 0;
};

struct CountConversations {
  using Answer = ConversationCounts;
  InboxId inbox_id;  // none: all of the asker's
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

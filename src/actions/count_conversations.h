// Counts the open conversations of each tab of the inbox. Staff only.
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
  InboxId inbox_id;  // none: all inboxes of the principal
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

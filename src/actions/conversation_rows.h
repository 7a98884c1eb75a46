// The rows of conversations that lists and headers show. Rooms outside actions/ get a
// ConversationRow from the verbs and from dispatch/ only.
#pragma once

#include "actions/action.h"
#include "chat/conversation_row.h"

namespace walkie::actions {

// The row as `reader` sees it. nullptr: a row for a hint, without read_seq and unread.
ConversationRow conversation_row(View& store, const Conversation& conversation,
                                 const Principal* reader, const Limits& limits);

ChangedRow changed_row(const Conversation& conversation);

// The agent without its password hash.
Agent without_secret(Agent agent);

}  // namespace walkie::actions

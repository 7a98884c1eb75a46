// The first step of most verbs: load the row, if the asker may see it. And the rows that screens
// show. Rooms outside actions/ use ConversationRow only through the verbs and dispatch/.
#pragma once

#include "actions/action.h"
#include "chat/conversation_row.h"

namespace walkie::actions {

Result<Conversation> visible_conversation(const Context& context, View& store, ConversationId id);

struct VisibleMessage {
  Message message;
  Conversation conversation;
};
Result<VisibleMessage> visible_message(const Context& context, View& store, MessageId id);

// As `asker` sees it; nullptr: as a hint, which has neither read_seq nor unread.
ConversationRow row_of(View& store, const Conversation& conversation, const Principal* asker,
                       const Limits& limits);

ChangedRow changed_row(const Conversation& conversation);

Agent without_secret(Agent agent);

// One answer wherever an inbox is named: unknown, or not to be seen. `field` names it.
Error unknown_inbox(const char* field);

// The inboxes named, all of which must exist; every inbox there is when none is named.
Result<std::vector<InboxId>> chosen_inboxes(View& store, const std::vector<InboxId>& named);

int page_size(int asked, const Limits& limits);

// The most that one answer to a read may hold, as JSON.
std::int64_t answer_bytes(const Principal& reader, const Limits& limits);

}  // namespace walkie::actions

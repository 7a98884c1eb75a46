// Conversations of the asker, newest activity first: a visitor's own, staff those of its inboxes.
#pragma once

#include <optional>

#include "actions/action.h"
#include "chat/conversation_row.h"
#include "chat/field_values.h"

namespace walkie::actions {

// Where the next page begins: strictly older than this.
struct ConversationCursor {
  WallTime before_at{INT64_MAX};
  ConversationId before_id{INT64_MAX};
};

struct ConversationPage {
  std::vector<ConversationRow> items;
  std::optional<ConversationCursor> next;

  // The first `count` (at least 1); what is cut is on the next page.
  void keep(std::size_t count);
};

struct ListConversations {
  using Answer = ConversationPage;
  FieldValues<Conversation> where;  // assignee AgentId{0}: unassigned; "me": the caller resolves it
  InboxId inbox_id;                 // none: all of the asker's
  ConversationCursor cursor;
  int limit = 0;  // 0: the default page
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

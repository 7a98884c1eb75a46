// Lists conversations, newest activity first: a visitor its own, staff those of their inboxes.
#pragma once

#include <optional>

#include "actions/action.h"
#include "chat/conversation_row.h"
#include "chat/field_values.h"

namespace walkie::actions {

// The next page has conversations that are older than this.
struct ConversationCursor {
  WallTime before_at{INT64_MAX};
  ConversationId before_id{INT64_MAX};
};

struct ConversationPage {
  std::vector<ConversationRow> items;
  std::optional<ConversationCursor> next;

  // Keeps the first `count` (at least 1); the others are on the next page.
  void keep(std::size_t count);
};

struct ListConversations {
  using Answer = ConversationPage;
  FieldValues<Conversation> where;  // assignee AgentId{0}: unassigned; "me": the caller resolves it
  InboxId inbox_id;                 // none: all inboxes of the principal
  ConversationCursor cursor;
  int limit = 0;  // 0: the default page
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

// ConversationRow: a conversation as a list shows it to one reader, with its people, the read
// positions, and the number of unread messages. Made by actions, encoded by wire.
#pragma once

#include <optional>

#include "chat/conversation.h"
#include "chat/people.h"

namespace walkie {

struct ConversationRow {
  Conversation conversation;
  Visitor visitor;
  std::optional<Agent> assignee;
  Seq visitor_read_seq = 0;
  Seq visitor_received_seq = 0;
  Seq agent_read_seq = 0;  // the furthest of all staff
  Seq agent_received_seq = 0;
  // Of the reader; not used in an inbox hint, which goes to many readers.
  Seq read_seq = 0;
  int unread = 0;  // 0..100; 100 means "99+"
};

}  // namespace walkie

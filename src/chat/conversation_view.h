// ConversationView: a conversation with everything a reader's screen shows of it, so that wire/
// only formats. Also the row that an inbox hint carries (L3); it then has no asker.
#pragma once

#include <optional>
#include <string>

#include "chat/conversation.h"
#include "chat/people.h"

namespace walkie {

struct Assignee {
  AgentId id;
  std::string name;
  std::string avatar_url;
};

struct ConversationView {
  Conversation conversation;
  Visitor visitor;
  std::optional<Assignee> assignee;

  // Of whom? Of the asker. For a hint, which everybody gets, both are 0 and has_asker is false.
  bool has_asker = false;
  bool for_staff = false;  // the asker may see staff_last_seq
  Seq read_seq = 0;
  int unread = 0;  // of the other side's messages; counted no further than Limits::unread_max

  Seq visitor_read_seq = 0;
  Seq visitor_received_seq = 0;
  Seq agent_read_seq = 0;  // the furthest of all staff
  Seq agent_received_seq = 0;
};

}  // namespace walkie

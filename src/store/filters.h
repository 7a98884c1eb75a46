// What lists of the store are asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "chat/conversation.h"

namespace walkie {

// Which conversations, newest activity first: (last_message_at, id) descending.
struct ConversationFilter {
  std::optional<Status> status;
  std::optional<AgentId> assignee_id;  // AgentId{0}: unassigned
  std::optional<VisitorId> visitor_id;
  std::vector<InboxId> inboxes;   // any of these; empty: none at all
  bool every_inbox = false;       // admins; inboxes is then ignored
  WallTime before_at{INT64_MAX};  // cursor: strictly older than (before_at, before_id)
  ConversationId before_id{INT64_MAX};
  int limit = 25;
};

struct MessageFilter {
  ConversationId conversation_id;
  Channel channel = Channel::everyone;
  Seq before_seq = INT64_MAX;  // exclusive
  Seq after_seq = 0;           // exclusive
  bool newest_first = true;  // which end of the range the limit cuts; answers are always ascending
  int limit = 50;
  // The row with which the contents come to so many bytes is the last; the same end is cut.
  std::int64_t content_bytes = INT64_MAX;
};

}  // namespace walkie

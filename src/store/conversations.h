// The store's port for conversations. Rules of transactions, threads and failure: store/store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "chat/conversation.h"
#include "chat/field_values.h"

namespace walkie {

// A filter and a page of conversations, newest activity first: (last_message_at, id) descending.
struct ConversationFilter {
  FieldValues<Conversation> where;  // fields with the trait `filter`; assignee 0: unassigned
  std::optional<VisitorId> visitor_id;
  std::vector<InboxId> inboxes;   // any of these; empty: none
  bool every_inbox = false;       // admins; inboxes is then ignored
  WallTime before_at{INT64_MAX};  // cursor: strictly older than (before_at, before_id)
  ConversationId before_id{INT64_MAX};
  int limit = 25;
};

class ConversationReads {
 public:
  virtual ~ConversationReads() = default;
  virtual std::optional<Conversation> conversation(ConversationId id) = 0;
  virtual std::vector<Conversation> conversations(const ConversationFilter& filter) = 0;
  // Counts no further than `at_most`. The filter's own limit is ignored.
  virtual std::int64_t count_conversations(const ConversationFilter& filter, int at_most) = 0;
  // Many at once (N2). Skips conversations that do not exist.
  virtual std::vector<Conversation> conversations_by_id(const std::vector<ConversationId>& ids) = 0;
};

class ConversationWrites {
 public:
  virtual ~ConversationWrites() = default;
  virtual ConversationId add_conversation(const Conversation& conversation) = 0;
  // Saves all columns except id, inbox, visitor and the seqs of both logs.
  virtual void save_conversation(const Conversation& conversation) = 0;
  // The next seq of a log, for this transaction (L1). The conversation must exist.
  virtual Seq next_seq(ConversationId conversation, Channel channel) = 0;
};

}  // namespace walkie

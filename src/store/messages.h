// The store's port for messages and notes. Rules of transactions, threads and failure:
// store/store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chat/conversation.h"
#include "chat/message.h"

namespace walkie {

struct MessageFilter {
  ConversationId conversation_id;
  Channel channel = Channel::everyone;
  Seq before_seq = INT64_MAX;  // exclusive
  Seq after_seq = 0;           // exclusive
  bool newest_first = true;  // which end of the range the limit cuts; answers are always ascending
  int limit = 50;
  // The page ends with the row at which the contents reach this many bytes.
  std::int64_t content_bytes = INT64_MAX;
};

class MessageReads {
 public:
  virtual ~MessageReads() = default;
  virtual std::optional<Message> message(MessageId id) = 0;
  virtual std::optional<Message> message_by_client_id(ConversationId conversation,
                                                      PrincipalKind sender_kind,
                                                      std::int64_t sender_id,
                                                      std::string_view client_id) = 0;
  virtual std::vector<Message> messages(const MessageFilter& filter) = 0;
  // The newest message of another agent or bot in the public log after `after`, if any (S5).
  virtual std::optional<Message> answer_of_another(ConversationId conversation, Seq after,
                                                   PrincipalKind self_kind,
                                                   std::int64_t self_id) = 0;
  // Public messages after `after` of visitors (of_visitors) or of staff. Counts no further than
  // `at_most`.
  virtual int count_messages(ConversationId conversation, Seq after, bool of_visitors,
                             int at_most) = 0;
};

class MessageWrites {
 public:
  virtual ~MessageWrites() = default;
  // seq: from next_seq. Returns no id when the sender has used this client_id in this conversation
  // before (S1b). Nothing is changed then, and the step continues.
  virtual MessageId add_message(const Message& message) = 0;
  virtual void save_message(const Message& message) = 0;  // content, edited_at, deleted_…
};

}  // namespace walkie

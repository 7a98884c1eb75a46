// Encodes rows as JSON objects, for REST answers and frames. protocol/openapi.yaml has the schemas,
// protocol/examples the bytes.
#pragma once

#include <optional>
#include <string>

#include "chat/conversation_row.h"
#include "chat/message.h"
#include "chat/people.h"
#include "chat/principal.h"

namespace walkie::wire {

// head_seq: the last member when it is given; the answer to a write has it.
void append_message(std::string& out, const Message& message,
                    std::optional<Seq> head_seq = std::nullopt);

// Which members a conversation has: staff get staff_last_seq too. A hint goes to many readers, so
// it has no read_seq and no unread.
enum class RowKind { visitor, staff, hint };
void append_conversation(std::string& out, const ConversationRow& row, RowKind kind,
                         std::optional<Seq> head_seq = std::nullopt);

void append_visitor(std::string& out, const Visitor& visitor);
// `with_email`: for staff only.
void append_agent(std::string& out, const Agent& agent, bool with_email);
// `with_origins`: for admins only.
void append_inbox(std::string& out, const Inbox& inbox, bool with_origins);

}  // namespace walkie::wire

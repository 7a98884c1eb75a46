// Bodies of requests: JSON text to plain structs.
//
// Errors: bad_json with the position (byte, line, column); missing_field, wrong_type and bad_value
// with the field. Unknown fields are ignored. For a name that appears twice the last value counts.
// More than 16 levels, or text that is not UTF-8, is bad_json. Rules of the product (empty, too
// long, not allowed) are checked in actions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/result.h"
#include "chat/conversation.h"
#include "chat/field_values.h"

namespace walkie::wire {

struct CreateVisitorBody {
  InboxId inbox_id;  // none: the first inbox
  std::string name;
  std::string email;
};
struct OpenConversationBody {
  InboxId inbox_id;
  VisitorId visitor_id;
};
// The tracked fields of the conversation; AgentId{0}: null was sent, unassign.
using ChangeConversationBody = FieldValues<Conversation>;
struct PostMessageBody {
  ConversationId conversation_id;
  std::string content;
  std::string client_id;
  std::optional<bool> sender_is_agent;
  Channel channel = Channel::everyone;
  std::string content_type = "text";
  std::optional<Seq> expected_head_seq;
  bool take = false;
};
struct EditMessageBody {
  std::string content;
};
struct MarkReadBody {
  Seq seq = 0;
};
struct SignInBody {
  std::string email;
  std::string password;
};
struct SetUpBody {
  std::string token;
  std::string email;
  std::string name;
  std::string password;
};

Result<CreateVisitorBody> parse_create_visitor(std::string_view json);
Result<OpenConversationBody> parse_open_conversation(std::string_view json);
Result<ChangeConversationBody> parse_change_conversation(std::string_view json);
Result<PostMessageBody> parse_post_message(std::string_view json);
Result<EditMessageBody> parse_edit_message(std::string_view json);
Result<MarkReadBody> parse_mark_read(std::string_view json);
Result<SignInBody> parse_sign_in(std::string_view json);
Result<SetUpBody> parse_set_up(std::string_view json);

}  // namespace walkie::wire

// Message: what somebody said, as every reader gets it. A note is a message in the staff log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "chat/conversation.h"
#include "chat/principal.h"

namespace walkie {

struct Sender {
  PrincipalKind kind = PrincipalKind::visitor;
  std::int64_t id = 0;
  std::string name;
  std::string avatar_url;
};

struct Message {
  MessageId id;
  ConversationId conversation_id;
  Channel channel = Channel::everyone;
  Seq seq = 0;
  std::string client_id;  // unique per sender and conversation, for ever (S1)
  Sender sender;
  std::string content;  // raw text as written; empty once deleted
  std::string content_type = "text";
  WallTime created_at;
  std::optional<WallTime> edited_at;
  std::optional<WallTime> deleted_at;
  bool deleted_by_sender = false;  // who may then bring it back for a moment; not on the wire

  bool from_agent() const { return sender.kind != PrincipalKind::visitor; }
};

}  // namespace walkie

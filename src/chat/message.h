// Message: one message of a conversation. A note is a message in the staff log.
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
  std::string client_id;  // unique per sender and conversation, for ever (S1a)
  Sender sender;
  std::string content;  // raw text as written; empty once deleted
  std::string content_type = "text";
  WallTime created_at;
  std::optional<WallTime> edited_at;
  std::optional<WallTime> deleted_at;
  bool deleted_by_sender =
      false;  // the sender may restore it for a short time; not sent to clients

  bool from_agent() const { return sender.kind != PrincipalKind::visitor; }
};

// For the store. Its JSON is written by hand (wire/rows.cpp), for speed.
template <>
struct FieldsOf<Message> {
  static constexpr std::tuple table{
      field("id", &Message::id, Audience::everyone, fixed),
      field("conversation_id", &Message::conversation_id, Audience::everyone, fixed),
      field("channel", &Message::channel, Audience::everyone, fixed),
      field("seq", &Message::seq, Audience::everyone, fixed),
      field("client_id", &Message::client_id, Audience::everyone, fixed),
      field("sender_kind", through(&Message::sender, &Sender::kind), Audience::nobody, fixed),
      field("sender_id", through(&Message::sender, &Sender::id), Audience::everyone, fixed),
      field("sender_name", through(&Message::sender, &Sender::name), Audience::nobody, fixed),
      field("sender_avatar_url", through(&Message::sender, &Sender::avatar_url), Audience::nobody,
            fixed),
      field("content", &Message::content, Audience::everyone),
      field("content_type", &Message::content_type, Audience::everyone, fixed),
      field("created_at", &Message::created_at, Audience::everyone, fixed),
      field("edited_at", &Message::edited_at, Audience::everyone),
      field("deleted_at", &Message::deleted_at, Audience::everyone),
      field("deleted_by_sender", &Message::deleted_by_sender, Audience::nobody),
  };
};

}  // namespace walkie

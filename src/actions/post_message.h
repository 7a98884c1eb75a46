// Saves a message and gives it its seq (L1). A client_id is saved only once (S1b).
#pragma once

#include <optional>

#include "actions/action.h"

namespace walkie::actions {

struct PostedMessage {
  enum class How : std::uint8_t {
    created,   // 201
    repeated,  // 200: `message` is the original (S1b)
    conflict,  // 409 conversation_moved: not saved; `message` is the newer one of the log (S5)
  };
  How how = How::created;
  Message message;
  Seq head_seq = 0;  // of the message's channel, after this action
};

struct PostMessage {
  using Answer = PostedMessage;
  ConversationId conversation_id;
  Channel channel = Channel::everyone;  // staff: a note
  std::string content;
  std::string content_type = "text";
  std::string client_id;                // empty: the server makes one, nothing is deduplicated
  std::optional<bool> sender_is_agent;  // a claim; must agree with the credential (S4)
  std::optional<Seq> expected_head_seq;
  bool take =
      false;  // an agent's answer to a conversation that nobody has assigns it to that agent
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

// Edits the text of a message. For its sender. The same text again changes nothing.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

struct ChangedMessage {
  Message message;
  Seq head_seq = 0;  // of the message's channel, after this action
};

struct EditMessage {
  using Answer = ChangedMessage;
  MessageId message_id;
  std::string content;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

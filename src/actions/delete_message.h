// Deletes the text of a message; the message keeps its seq. For its sender or an admin. Deleting it
// again changes nothing.
#pragma once

#include "actions/action.h"
#include "actions/edit_message.h"

namespace walkie::actions {

struct DeleteMessage {
  using Answer = ChangedMessage;
  MessageId message_id;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions

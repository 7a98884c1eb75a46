// Takes the text of a message away; its place in the log stays. By its sender or an admin. A
// message that is deleted already is answered as it is.
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

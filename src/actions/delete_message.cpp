#include "actions/delete_message.h"

#include "actions/change_message.h"
#include "actions/deleted_texts.h"
#include "actions/load.h"
#include "chat/permissions.h"

namespace walkie::actions {

Result<ChangedMessage> DeleteMessage::run(const Context& context, Transaction& store,
                                          Outcome& outcome) const {
  Result<LoadedMessage> found = load_message(context, store, message_id);
  if (!found) return std::move(found).error();
  if (!may_delete(context.principal, found->conversation, found->message)) {
    return Error{.code = Code::forbidden,
                 .reason = "not_your_message",
                 .detail = "Only the sender of a message or an admin may delete it."};
  }
  if (found->message.deleted_at) {
    const Seq head = found->conversation.head(found->message.channel);
    return ChangedMessage{std::move(found->message), head};
  }
  if (context.deleted_texts != nullptr) {
    context.deleted_texts->keep(message_id, found->message.content, context.now,
                                Duration(context.limits.restore_s * 1000));
  }
  found->message.content.clear();
  found->message.deleted_at = context.now;
  found->message.deleted_by_sender = wrote(context.principal, found->message);
  return save_changed(context, store, EventType::message_deleted, std::move(*found), outcome);
}

}  // namespace walkie::actions

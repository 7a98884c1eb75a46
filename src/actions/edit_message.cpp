#include "actions/edit_message.h"

#include "actions/change_message.h"
#include "actions/deleted_texts.h"
#include "actions/load.h"
#include "chat/permissions.h"
#include "chat/text.h"

namespace walkie::actions {

Result<ChangedMessage> EditMessage::run(const Context& context, Transaction& store,
                                        Outcome& outcome) const {
  Result<LoadedMessage> found = load_message(context, store, message_id);
  if (!found) return std::move(found).error();
  const bool restored = may_restore(context.principal, found->conversation, found->message,
                                    context.now, context.limits);
  if (found->message.deleted_at && !restored) {
    return Error{.code = Code::conflict,
                 .reason = "message_deleted",
                 .detail = "The message was deleted and cannot be edited."};
  }
  if (!restored && !may_edit(context.principal, found->conversation, found->message)) {
    return Error{.code = Code::forbidden,
                 .reason = "not_your_message",
                 .detail = "Only the sender of a message may edit it."};
  }
  Result<void> fine = check_content(content, context.limits);
  if (!fine) return std::move(fine).error();
  if (!restored && found->message.content == content) {
    const Seq head = found->conversation.head(found->message.channel);
    return ChangedMessage{std::move(found->message), head};
  }
  found->message.content = content;
  // A message that is restored with its old text keeps its old edited_at.
  const bool unchanged = restored && context.deleted_texts != nullptr &&
                         context.deleted_texts->is_same(message_id, content);
  if (!unchanged) found->message.edited_at = context.now;
  found->message.deleted_at.reset();
  found->message.deleted_by_sender = false;
  return save_changed(context, store, EventType::message_edited, std::move(*found), outcome);
}

}  // namespace walkie::actions

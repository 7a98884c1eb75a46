#include "actions/open_conversation.h"

#include "actions/conversation_rows.h"
#include "actions/inbox_scope.h"
#include "chat/permissions.h"

namespace walkie::actions {
namespace {

Error unknown_visitor() {
  return {.code = Code::not_found,
          .reason = "visitor_not_found",
          .detail = "The visitor does not exist, or you may not read it.",
          .field = "visitor_id"};
}

}  // namespace

Result<ConversationRow> OpenConversation::run(const Context& context, Transaction& store,
                                              Outcome& outcome) const {
  const Principal& asker = context.principal;
  if (asker.kind == PrincipalKind::anonymous) return sign_in_required();
  if (asker.staff() && !visitor_id) {
    return Error{.code = Code::bad_request,
                 .reason = "missing_field",
                 .detail = "'visitor_id' is missing. An agent or a bot must name the visitor.",
                 .field = "visitor_id"};
  }
  const VisitorId whose = visitor_id ? visitor_id : VisitorId{asker.id};
  std::optional<Visitor> visitor = store.visitor(whose);
  if (!visitor || !may_open_conversation_for(asker, *visitor)) {
    return unknown_visitor();
  }
  if (inbox_id && inbox_id != visitor->inbox_id) {
    return unknown_inbox("inbox_id");
  }
  Conversation conversation;
  conversation.inbox_id = visitor->inbox_id;
  conversation.visitor_id = visitor->id;
  conversation.created_at = conversation.updated_at = context.now;
  conversation.last_message_at = context.now;
  conversation.id = store.add_conversation(conversation);
  outcome.rows.push_back(changed_row(conversation));
  return conversation_row(store, conversation, &asker, context.limits);
}

}  // namespace walkie::actions

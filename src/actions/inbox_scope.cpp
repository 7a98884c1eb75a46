#include "actions/inbox_scope.h"

#include "actions/visible.h"
#include "chat/permissions.h"

namespace walkie::actions {

Result<ConversationFilter> scope_of(const Context& context, InboxId inbox) {
  const Principal& asker = context.principal;
  if (asker.kind == PrincipalKind::anonymous) return sign_in_required();
  ConversationFilter filter;
  if (asker.kind == PrincipalKind::visitor) filter.visitor_id = VisitorId{asker.id};
  filter.inboxes = asker.inboxes;
  filter.every_inbox = asker.admin();
  if (!inbox) return filter;
  if (!may_list_inbox(asker, inbox)) return unknown_inbox("inbox");
  filter.inboxes = {inbox};
  filter.every_inbox = false;
  return filter;
}

}  // namespace walkie::actions

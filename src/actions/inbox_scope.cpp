#include "actions/inbox_scope.h"

#include <algorithm>

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

Error unknown_inbox(const char* field) {
  return {.code = Code::not_found,
          .reason = "inbox_not_found",
          .detail = "The inbox does not exist, or you are not a member of it.",
          .field = field};
}

Result<std::vector<InboxId>> chosen_inboxes(View& store, const std::vector<InboxId>& named) {
  std::vector<InboxId> chosen;
  if (named.empty()) {
    for (const Inbox& inbox : store.inboxes())
      chosen.push_back(inbox.id);
    return chosen;
  }
  for (InboxId id : named) {
    if (!store.inbox(id)) {
      Error unknown = unknown_inbox("inboxes");
      unknown.detail = "Inbox " + std::to_string(id.value) + " does not exist.";
      return unknown;
    }
    if (std::find(chosen.begin(), chosen.end(), id) == chosen.end()) chosen.push_back(id);
  }
  return chosen;
}

}  // namespace walkie::actions

#include "actions/ensure_inbox.h"

#include "chat/permissions.h"
#include "chat/text.h"

namespace walkie::actions {

Result<Inbox> EnsureInbox::run(const Context& context, Transaction& store,
                               Outcome& /*outcome*/) const {
  if (!may_administer(context.principal)) return admins_only("creating inboxes");
  std::vector<Inbox> inboxes = store.inboxes();
  if (!inboxes.empty()) return std::move(inboxes.front());
  Inbox inbox;
  inbox.name = name;
  inbox.created_at = context.now;
  inbox.id = store.add_inbox(inbox);
  return inbox;
}

Result<Inbox> UpdateInbox::run(const Context& context, Transaction& store,
                               Outcome& /*outcome*/) const {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  if (!may_administer(context.principal)) return admins_only("changing inboxes");
  std::optional<Inbox> inbox = store.inbox(inbox_id);
  if (!inbox) {
    return Error{
        .code = Code::not_found, .reason = "inbox_not_found", .detail = "There is no such inbox."};
  }
  if (name) {
    Result<std::string> good = checked_name(*name, true, context.limits);
    if (!good) return std::move(good).error();
    inbox->name = std::move(good).value();
  }
  if (allowed_origins) inbox->allowed_origins = *allowed_origins;
  store.save_inbox(*inbox);
  return std::move(*inbox);
}

}  // namespace walkie::actions

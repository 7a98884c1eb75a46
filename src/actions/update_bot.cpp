#include "actions/update_bot.h"

#include "actions/inbox_scope.h"
#include "chat/permissions.h"

namespace walkie::actions {

Result<Bot> UpdateBot::run(const Context& context, Transaction& store, Outcome& outcome) const {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  if (!may_administer(context.principal)) return admins_only("changing keys");
  std::optional<Bot> found = store.bot(bot_id);
  if (!found) {
    return Error{.code = Code::not_found,
                 .reason = "key_not_found",
                 .detail = "The API key does not exist."};
  }
  Bot& bot = *found;
  const Bot before = bot;
  if (inboxes) {
    Result<std::vector<InboxId>> member = chosen_inboxes(store, *inboxes);
    if (!member) return std::move(member).error();
    bot.inboxes = std::move(member).value();
  }
  bot.active = active.value_or(bot.active);
  store.save_bot(bot);
  const bool shut_out = before.active && !bot.active;
  if (shut_out || before.inboxes != bot.inboxes) {
    const auto why = shut_out ? Revocation::Why::removed : Revocation::Why::credential_expired;
    outcome.revocations.push_back({PrincipalKind::bot, bot.id.value, SessionId{}, why});
  }
  bot.key_hash.clear();
  return std::move(*found);
}

}  // namespace walkie::actions

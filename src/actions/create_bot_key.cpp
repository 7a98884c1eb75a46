#include "actions/create_bot_key.h"

#include "actions/credentials.h"
#include "actions/inbox_scope.h"
#include "chat/permissions.h"
#include "chat/text.h"

namespace walkie::actions {

Result<BotKey> CreateBotKey::run(const Context& context, Transaction& store,
                                 Outcome& /*outcome*/) const {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  if (!may_administer(context.principal)) return admins_only("creating keys");
  Result<std::string> good_name = checked_name(name, true, context.limits);
  if (!good_name) return std::move(good_name).error();
  Result<std::vector<InboxId>> member = chosen_inboxes(store, inboxes);
  if (!member) return std::move(member).error();

  BotKey made;
  made.key = make_key(context.random);
  made.bot.name = std::move(good_name).value();
  made.bot.key_hash = token_hash(made.key);
  made.bot.inboxes = std::move(member).value();
  made.bot.created_at = context.now;
  made.bot.id = store.add_bot(made.bot);
  made.bot.key_hash.clear();
  return made;
}

}  // namespace walkie::actions

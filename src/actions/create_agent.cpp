#include "actions/create_agent.h"

#include "actions/conversation_rows.h"
#include "actions/inbox_scope.h"
#include "chat/permissions.h"
#include "chat/text.h"

namespace walkie::actions {

Result<Agent> CreateAgent::run(const Context& context, Transaction& store,
                               Outcome& /*outcome*/) const {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  if (!may_administer(context.principal)) return admins_only("creating agents");
  const Result<std::string> reachable = checked_email(email, true, context.limits);
  if (!reachable) return reachable.error();
  Result<Email> good_email = Email::from(*reachable, context.limits);
  if (!good_email) return std::move(good_email).error();
  Result<std::string> good_name = checked_name(name, true, context.limits);
  if (!good_name) return std::move(good_name).error();
  Result<std::vector<InboxId>> member = chosen_inboxes(store, inboxes);
  if (!member) return std::move(member).error();
  if (store.agent_by_email(*good_email)) {
    return Error{.code = Code::conflict,
                 .reason = "email_taken",
                 .detail = "Another agent has this e-mail address already.",
                 .field = "email"};
  }
  Agent agent;
  agent.email = good_email->text();
  agent.name = std::move(good_name).value();
  agent.role = role;
  agent.password_hash = password_hash;
  agent.inboxes = std::move(member).value();
  agent.created_at = context.now;
  agent.id = store.add_agent(agent);
  return without_secret(std::move(agent));
}

}  // namespace walkie::actions

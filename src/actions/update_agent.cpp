#include "actions/update_agent.h"

#include <algorithm>

#include "actions/conversation_rows.h"
#include "actions/inbox_scope.h"
#include "chat/permissions.h"
#include "chat/text.h"

namespace walkie::actions {
namespace {

bool other_admin(View& store, AgentId but) {
  const std::vector<Agent> agents = store.agents();
  return std::any_of(agents.begin(), agents.end(), [but](const Agent& agent) {
    return agent.id != but && agent.active && agent.role == Role::admin;
  });
}

}  // namespace

Result<Agent> UpdateAgent::run(const Context& context, Transaction& store, Outcome& outcome) const {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  if (!may_administer(context.principal)) return admins_only("changing agents");
  std::optional<Agent> found = store.agent(agent_id);
  if (!found) {
    return Error{.code = Code::not_found,
                 .reason = "agent_not_found",
                 .detail = "The agent does not exist."};
  }
  Agent& agent = *found;
  const Agent before = agent;
  if (name) {
    Result<std::string> good = checked_name(*name, true, context.limits);
    if (!good) return std::move(good).error();
    agent.name = std::move(good).value();
  }
  if (inboxes) {
    Result<std::vector<InboxId>> member = chosen_inboxes(store, *inboxes);
    if (!member) return std::move(member).error();
    agent.inboxes = std::move(member).value();
  }
  agent.role = role.value_or(agent.role);
  agent.active = active.value_or(agent.active);
  agent.password_hash = password_hash.value_or(agent.password_hash);

  const bool was_admin = before.active && before.role == Role::admin;
  const bool is_admin = agent.active && agent.role == Role::admin;
  if (was_admin && !is_admin && !other_admin(store, agent.id)) {
    return Error{
        .code = Code::conflict,
        .reason = "last_admin",
        .detail = "This agent is the last active admin. Make another agent an admin first."};
  }
  store.save_agent(agent);
  // A connection keeps the rights that it began with, so all connections must end when rights
  // are removed. Sessions end only when the agent must sign in again.
  const bool shut_out = (before.active && !agent.active) || password_hash.has_value();
  const bool rights_changed = before.role != agent.role || before.inboxes != agent.inboxes;
  if (shut_out) store.remove_sessions_of(PrincipalKind::agent, agent.id.value);
  if (shut_out || rights_changed || before.name != agent.name) {
    const auto why = shut_out ? Revocation::Why::removed : Revocation::Why::credential_expired;
    outcome.revocations.push_back({PrincipalKind::agent, agent.id.value, SessionId{}, why});
  }
  return without_secret(std::move(agent));
}

}  // namespace walkie::actions

#include "actions/list_people.h"

#include "chat/permissions.h"

namespace walkie::actions {

Result<Me> GetMe::run(const Context& context, View& store) const {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  Me me;
  me.principal = context.principal;
  const std::int64_t id = context.principal.id;
  if (context.principal.kind == PrincipalKind::visitor) {
    std::optional<Visitor> visitor = store.visitor(VisitorId{id});
    if (visitor) {
      me.principal.name = visitor->name;
      me.email = visitor->email;
    }
  } else if (context.principal.kind == PrincipalKind::agent) {
    std::optional<Agent> agent = store.agent(AgentId{id});
    if (agent) me.email = agent->email;
  }
  Result<std::vector<Inbox>> inboxes = ListInboxes{}.run(context, store);
  if (!inboxes) return std::move(inboxes).error();
  me.inboxes = std::move(inboxes).value();
  return me;
}

Result<std::vector<Agent>> ListAgents::run(const Context& context, View& store) const {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  if (!may_list_agents(context.principal)) return staff_only("listing agents");
  std::vector<Agent> agents = store.agents();
  std::erase_if(agents, [this](const Agent& agent) { return agent.id.value <= after.value; });
  for (Agent& agent : agents)
    agent.password_hash.clear();
  return agents;
}

Result<std::vector<Inbox>> ListInboxes::run(const Context& context, View& store) const {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  std::vector<Inbox> seen;
  for (Inbox& inbox : store.inboxes()) {
    if (inbox.id.value <= after.value) continue;
    if (!may_list_inbox(context.principal, inbox.id)) continue;
    if (!may_see_allowed_origins(context.principal)) inbox.allowed_origins.clear();
    seen.push_back(std::move(inbox));
  }
  return seen;
}

Result<std::vector<Inbox>> ListOrigins::run(const Context& /*context*/, View& store) const {
  return store.inboxes();
}

}  // namespace walkie::actions

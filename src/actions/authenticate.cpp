#include "actions/authenticate.h"

#include <algorithm>

namespace walkie::actions {
namespace {

Error bad_credential() {
  return {.code = Code::unauthorized,
          .reason = "bad_credential",
          .detail = "The credential is not valid or has expired. Sign in again."};
}

std::optional<Principal> principal_behind(const Session& session, View& store) {
  if (session.kind == PrincipalKind::visitor) {
    std::optional<Visitor> visitor = store.visitor(VisitorId{session.principal_id});
    if (visitor) return principal_of(*visitor);
  } else if (session.kind == PrincipalKind::agent) {
    std::optional<Agent> agent = store.agent(AgentId{session.principal_id});
    if (agent && agent->active) return principal_of(*agent);
  }
  return std::nullopt;
}

}  // namespace

Result<Authenticated> Authenticate::run(const Context& context, View& store) const {
  if (key) {
    std::optional<Bot> bot = store.bot_by_key_hash(token_hash);
    if (!bot || !bot->active) return bad_credential();
    Authenticated answer;
    answer.principal = principal_of(*bot);
    answer.token_hash = token_hash;
    return answer;
  }
  std::optional<Session> session = store.session_by_hash(token_hash);
  if (!session) return bad_credential();
  Authenticated answer;
  answer.token_hash = token_hash;
  answer.expires_at = session->expires_at;
  if (session->kind == PrincipalKind::agent) {
    answer.idle_expires_at = {session->used_at.ms + context.limits.agent_session_idle_s * 1000};
  }
  if (context.now >= answer.ends_at()) return bad_credential();
  std::optional<Principal> principal = principal_behind(*session, store);
  if (!principal) return bad_credential();
  answer.principal = std::move(*principal);
  answer.principal.session = session->id;
  answer.touch_due = context.now.ms - session->used_at.ms >= context.limits.session_touch_s * 1000;
  return answer;
}

Result<TouchSession::Answer> TouchSession::run(const Context& context, Transaction& store,
                                               Outcome& /*outcome*/) const {
  if (context.principal.session) store.touch_session(context.principal.session, context.now);
  return Answer{};
}

Principal principal_of(const Agent& agent) {
  Principal principal;
  principal.kind = PrincipalKind::agent;
  principal.id = agent.id.value;
  principal.role = agent.role;
  principal.name = agent.name;
  principal.avatar_url = agent.avatar_url;
  principal.inboxes = agent.inboxes;
  return principal;
}

Principal principal_of(const Visitor& visitor) {
  Principal principal;
  principal.kind = PrincipalKind::visitor;
  principal.id = visitor.id.value;
  principal.name = visitor.name;
  principal.inboxes = {visitor.inbox_id};
  return principal;
}

Principal principal_of(const Bot& bot) {
  Principal principal;
  principal.kind = PrincipalKind::bot;
  principal.id = bot.id.value;
  principal.name = bot.name;
  principal.inboxes = bot.inboxes;
  return principal;
}

}  // namespace walkie::actions

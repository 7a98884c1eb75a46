#include "actions/sign_in.h"

#include "actions/conversation_rows.h"
#include "actions/credentials.h"
#include "actions/known_devices.h"

namespace walkie::actions {
namespace {

std::vector<std::string> settings_in_use(View& store, const Limits& limits) {
  std::vector<std::string> all;
  for (const Agent& agent : store.agents()) {
    if (agent.active) all.push_back(hash_settings(agent.password_hash, limits));
  }
  return all;
}

}  // namespace

Result<FindAccount::Answer> FindAccount::run(const Context& context, View& store) const {
  Answer answer;
  if (list_settings) answer.settings_in_use = settings_in_use(store, context.limits);
  const std::optional<Agent> agent = store.agent_by_email(email);
  if (!agent || !agent->active) return answer;
  answer.agent_id = agent->id;
  answer.password_hash = agent->password_hash;
  answer.device = known_device(device_key(store), device_cookie, *agent).value_or("");
  return answer;
}

Result<SignedIn> OpenSession::run(const Context& context, Transaction& store,
                                  Outcome& /*outcome*/) const {
  std::optional<Agent> agent = store.agent(agent_id);
  const bool as_checked =
      agent && password_salt(agent->password_hash) == password_salt(password_hash);
  if (!as_checked || !agent->active) {
    return wrong_credentials();
  }
  const std::string key = ensure_device_key(store, context.random);
  if (new_hash) {
    agent->password_hash = *new_hash;
    store.save_agent(*agent);
  }
  SignedIn signed_in;
  signed_in.device = actions::device_cookie(key, device_cookie, *agent, context.random);
  signed_in.token = make_token(context.random);
  Session& session = signed_in.session;
  session.token_hash = token_hash(signed_in.token);
  session.kind = PrincipalKind::agent;
  session.principal_id = agent_id.value;
  session.created_at = session.used_at = context.now;
  session.expires_at = {context.now.ms + context.limits.agent_session_s * 1000};
  session.id = store.add_session(session);
  signed_in.agent = without_secret(std::move(*agent));
  return signed_in;
}

Error wrong_credentials() {
  return {.code = Code::unauthorized,
          .reason = "wrong_credentials",
          .detail = "The e-mail address or the password is wrong."};
}

}  // namespace walkie::actions

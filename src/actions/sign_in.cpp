#include "actions/sign_in.h"

#include "actions/credentials.h"
#include "actions/visible.h"
#include "chat/text.h"

namespace walkie::actions {

Result<FindAccount::Answer> FindAccount::run(const Context& context, View& store) const {
  Result<std::string> address = checked_email(email, true, context.limits);
  if (!address) return Answer{};
  std::optional<Agent> agent = store.agent_by_email(*address);
  if (!agent || !agent->active) return Answer{};
  return Answer{agent->id, agent->password_hash};
}

Result<SignedIn> OpenSession::run(const Context& context, Transaction& store,
                                  Outcome& /*outcome*/) const {
  std::optional<Agent> agent = store.agent(agent_id);
  if (!agent || !agent->active || agent->password_hash != password_hash) {
    return wrong_credentials();
  }
  SignedIn signed_in;
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
          .detail = "E-mail address or password is wrong."};
}

}  // namespace walkie::actions

#include "actions/sign_out.h"

namespace walkie::actions {

Result<Nothing> SignOut::run(const Context& context, Transaction& store, Outcome& outcome) const {
  const Principal& asker = context.principal;
  if (!asker.session) {
    return Error{.code = Code::forbidden,
                 .reason = "no_session",
                 .detail = "An API key has no session. `walkie admin revoke-key` revokes the key."};
  }
  store.remove_session(asker.session);
  outcome.revocations.push_back({asker.kind, asker.id, asker.session, Revocation::Why::signed_out});
  return Nothing{};
}

}  // namespace walkie::actions

// The ways in that need Argon2id: each hop runs where it may take its time, and comes back to the
// loop in between.
#include "actions/sign_in.h"
#include "actions/create_agent.h"
#include "actions/credentials.h"
#include "actions/set_up.h"
#include "chat/permissions.h"
#include "chat/text.h"
#include "dispatch/state.h"

namespace walkie {

void Dispatch::sign_in(Executor& loop, const SignInRequest& request,
                       Callback<actions::SignedIn> answer) {
  Result<void> may_try = state_->failures.attempt(request.email, request.address);
  if (!may_try) {
    loop.post([error = may_try.error(), answer = std::move(answer)] { answer(error); });
    return;
  }
  // Failures of ours (busy, disk) cost nobody an attempt; wrong credentials do.
  auto done = [state = state_.get(), request,
               answer = std::move(answer)](Result<actions::SignedIn> signed_in) {
    if (signed_in) {
      state->failures.succeeded(request.email, request.address);
    } else if (signed_in.error().code != Code::unauthorized) {
      state->failures.withdrawn(request.email, request.address);
    }
    answer(std::move(signed_in));
  };
  using Account = actions::FindAccount::Answer;
  run(loop, Principal{}, actions::FindAccount{request.email},
      [this, &loop, request, done](Result<Account> found) {
        if (!found) return done(std::move(found).error());
        const Account account = *found;
        auto check = [state = state_.get(), account, request] {
          return actions::password_matches(account.password_hash, request.password,
                                           state->parts.limits);
        };
        state_->passwords.run<bool>(
            loop, std::move(check), [this, &loop, account, done](Result<bool> matches) {
              if (!matches) return done(std::move(matches).error());
              if (!*matches) return done(actions::wrong_credentials());
              run(loop, Principal{}, actions::OpenSession{account.agent_id, account.password_hash},
                  done);
            });
      });
}

void Dispatch::set_up(Executor& loop, const SetUpRequest& request,
                      Callback<actions::SignedIn> answer) {
  Result<void> password = check_password(request.password, state_->parts.limits);
  if (!password) {
    loop.post([error = password.error(), answer = std::move(answer)] { answer(error); });
    return;
  }
  // The link first: nobody may make the server hash without it.
  run(loop, Principal{}, actions::CheckSetupLink{request.token},
      [this, &loop, request, answer](Result<actions::CheckSetupLink::Answer> good) {
        if (!good) return answer(std::move(good).error());
        auto hash = [state = state_.get(), request] {
          return actions::hash_password(request.password, state->parts.random, state->parts.limits);
        };
        state_->passwords.run<std::string>(
            loop, std::move(hash), [this, &loop, request, answer](Result<std::string> hashed) {
              if (!hashed) return answer(std::move(hashed).error());
              run(loop, Principal{},
                  actions::SetUp{request.token, request.email, request.name, *hashed}, answer);
            });
      });
}

void Dispatch::create_agent(Executor& loop, const Principal& principal,
                            const NewAgentRequest& request, Callback<Agent> answer) {
  Result<void> fine = check_password(request.password, state_->parts.limits);
  if (!may_administer(principal)) fine = admins_only("creating agents");
  if (!fine) {
    loop.post([error = fine.error(), answer = std::move(answer)] { answer(error); });
    return;
  }
  auto hash = [state = state_.get(), request] {
    return actions::hash_password(request.password, state->parts.random, state->parts.limits);
  };
  state_->passwords.run<std::string>(
      loop, std::move(hash), [this, &loop, principal, request, answer](Result<std::string> hashed) {
        if (!hashed) return answer(std::move(hashed).error());
        run(loop, principal,
            actions::CreateAgent{request.email, request.name, request.role, *hashed, {}}, answer);
      });
}

}  // namespace walkie

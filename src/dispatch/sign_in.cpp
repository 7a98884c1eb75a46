// The requests that need Argon2id. Each step runs on a thread where it may block, and returns to
// the loop in between.
#include "actions/sign_in.h"
#include "actions/create_agent.h"
#include "actions/credentials.h"
#include "actions/set_up.h"
#include "base/address_key.h"
#include "chat/permissions.h"
#include "chat/text.h"
#include "dispatch/state.h"

namespace walkie {

namespace {

Result<void> check_length(const std::string& password, const Limits& limits) {
  if (static_cast<std::int64_t>(password.size()) <= limits.password_bytes_max) return {};
  return check_password(password, limits);
}

}  // namespace

// One sign-in, from step to step. Lives until it has answered.
class Dispatch::SignIn : public std::enable_shared_from_this<SignIn> {
 public:
  SignIn(Dispatch& dispatch, Executor& loop, const SignInRequest& request, const Email& email,
         Callback<actions::SignedIn> answer)
      : dispatch_(dispatch),
        state_(*dispatch.state_),
        loop_(loop),
        password_(request.password),
        device_cookie_(request.device),
        by_{email, address_key(request.address), {}},
        answer_(std::move(answer)) {}

  // An unknown device is counted before anything is read. A browser that says that it is a known
  // device is counted after its mark has been checked.
  void start() {
    if (!device_cookie_.empty()) return find();
    count([](SignIn& self) { self.find(); });
  }

 private:
  using Account = actions::FindAccount::Answer;
  struct Checked {
    bool matches = false;
    std::string rehashed;
  };

  void find() {
    const bool list = state_.settings_in_use.due();
    dispatch_.run(loop_, Principal{}, actions::FindAccount{by_.email, device_cookie_, list},
                  [self = shared_from_this(), list](Result<Account> found) {
                    if (!found) return self->end(std::move(found).error());
                    if (list) self->state_.settings_in_use.replace(found->settings_in_use);
                    self->account_ = std::move(*found);
                    self->by_.device = self->account_.device;
                    if (self->counted_) return self->check();
                    self->count([](SignIn& counted) { counted.check(); });
                  });
  }

  // Goes on with `then` at once, or when others have made room; or answers with the refusal.
  void count(void (*then)(SignIn& self)) {
    const auto now =
        state_.failures.attempt(by_, [self = shared_from_this(), then](const Result<void>& may) {
          self->loop_.post([self, then, may] { self->turn(may, then); });
        });
    if (!now) return;
    if (now->ok()) return turn(*now, then);
    loop_.post([self = shared_from_this(), may = *now, then] { self->turn(may, then); });
  }

  void turn(const Result<void>& may, void (*then)(SignIn& self)) {
    counted_ = may.ok();
    if (!counted_) return answer_(may.error());
    then(*this);
  }

  void check() {
    if (account_.password_hash.empty()) {
      account_.password_hash = state_.settings_in_use.unmatched_hash(by_.email);
    }
    const bool device = !by_.device.empty();
    const bool known = device || state_.failures.is_familiar(by_);
    const PasswordQueue::Ticket ticket{
        known ? PasswordQueue::Lane::known : PasswordQueue::Lane::stranger,
        device ? by_.device : by_.address};
    auto work = [self = shared_from_this()] {
      const Limits& limits = self->state_.parts.limits;
      const std::string& hash = self->account_.password_hash;
      Checked checked{actions::password_matches(hash, self->password_, limits), {}};
      if (checked.matches) checked.rehashed = actions::rehashed(hash, self->password_, limits);
      return checked;
    };
    state_.passwords.run<Checked>(loop_, ticket, std::move(work),
                                  [self = shared_from_this()](Result<Checked> checked) {
                                    if (!checked) return self->end(std::move(checked).error());
                                    self->open(*checked);
                                  });
  }

  void open(const Checked& checked) {
    if (!checked.matches || !account_.agent_id) return end(actions::wrong_credentials());
    actions::OpenSession verb{account_.agent_id, account_.password_hash, device_cookie_, {}};
    if (!checked.rehashed.empty()) verb.new_hash = checked.rehashed;
    dispatch_.run(loop_, Principal{}, std::move(verb),
                  [self = shared_from_this()](Result<actions::SignedIn> signed_in) {
                    self->end(std::move(signed_in));
                  });
  }

  // Only wrong credentials count as a failure. Failures of the server (busy, disk) do not.
  void end(Result<actions::SignedIn> signed_in) {
    if (counted_ && signed_in) {
      state_.failures.succeeded(by_);
    } else if (counted_ && signed_in.error().code == Code::unauthorized) {
      state_.failures.failed(by_);
    } else if (counted_) {
      state_.failures.withdrawn(by_);
    }
    answer_(std::move(signed_in));
  }

  Dispatch& dispatch_;
  State& state_;
  Executor& loop_;
  const std::string password_;
  const std::string device_cookie_;
  SignInAttempt by_;
  Account account_;
  bool counted_ = false;
  const Callback<actions::SignedIn> answer_;
};

void Dispatch::sign_in(Executor& loop, const SignInRequest& request,
                       Callback<actions::SignedIn> answer) {
  const Limits& limits = state_->parts.limits;
  const Result<Email> email = Email::from(request.email, limits);
  const Result<void> length = check_length(request.password, limits);
  if (!email || !length) {
    const Error error = email ? length.error() : email.error();
    loop.post([error, answer = std::move(answer)] { answer(error); });
    return;
  }
  std::make_shared<SignIn>(*this, loop, request, *email, std::move(answer))->start();
}

void Dispatch::set_up(Executor& loop, const SetUpRequest& request,
                      Callback<actions::SignedIn> answer) {
  Result<void> password = check_password(request.password, state_->parts.limits);
  if (!password) {
    loop.post([error = password.error(), answer = std::move(answer)] { answer(error); });
    return;
  }
  // Checks the link first, so that nobody without a link can make the server hash.
  run(loop, Principal{}, actions::CheckSetupLink{request.token},
      [this, &loop, request, answer](Result<actions::CheckSetupLink::Answer> good) {
        if (!good) return answer(std::move(good).error());
        auto hash = [state = state_.get(), request] {
          return actions::hash_password(request.password, state->parts.random, state->parts.limits);
        };
        state_->passwords.run<std::string>(
            loop, {PasswordQueue::Lane::known, "set-up"}, std::move(hash),
            [this, &loop, request, answer](Result<std::string> hashed) {
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
      loop, {PasswordQueue::Lane::known, "admins"}, std::move(hash),
      [this, &loop, principal, request, answer](Result<std::string> hashed) {
        if (!hashed) return answer(std::move(hashed).error());
        run(loop, principal,
            actions::CreateAgent{request.email, request.name, request.role, *hashed, {}}, answer);
      });
}

}  // namespace walkie

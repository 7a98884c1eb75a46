#include "dispatch/dispatch.h"

#include <memory>

#include "actions/credentials.h"
#include "actions/list_events.h"
#include "base/address_key.h"
#include "base/assert.h"
#include "dispatch/state.h"

namespace walkie {

Dispatch::State::State(const DispatchParts& given)
    : parts(given),
      recent(parts.limits, parts.metrics),
      known(parts.clock, parts.limits),
      failures(parts.clock, parts.random, parts.limits, parts.metrics),
      settings_in_use(parts.clock, parts.random, parts.limits),
      passwords(parts.passwords, parts.limits, parts.metrics),
      reads({parts.store, parts.clock, parts.random, parts.limits, parts.metrics, parts.readers}),
      publisher({parts.broker, parts.limits, parts.log, parts.metrics, recent, known, reads}),
      writes({parts.store, parts.clock, parts.random, parts.limits, parts.log, parts.metrics,
              parts.writer},
             publisher),
      resumed_from_ring(
          parts.metrics.counter("walkie_resumes_total", "Resumes served.", {{"from", "ring"}})),
      resumed_from_store(
          parts.metrics.counter("walkie_resumes_total", "Resumes served.", {{"from", "store"}})) {
  WALKIE_ASSERT(!parts.passwords.empty());
}

Dispatch::Dispatch(const DispatchParts& parts) : state_(std::make_unique<State>(parts)) {}
Dispatch::~Dispatch() = default;

void Dispatch::write(Executor& loop, const Principal& principal, WriteStep step, Finish finish) {
  state_->writes.submit({&loop, principal, std::move(step), std::move(finish)});
}

void Dispatch::read(Executor& loop, const Principal& principal, ReadStep step, Finish finish,
                    ReadOptions options) {
  state_->reads.submit({&loop, principal, std::move(step), std::move(finish), std::move(options)});
}

std::optional<actions::Authenticated> Dispatch::known(const std::string& token) {
  return state_->known.find(actions::token_hash(token));
}

std::uint64_t Dispatch::credentials_ended() const { return state_->known.generation(); }

void Dispatch::authenticate(Executor& loop, const std::string& token,
                            Callback<actions::Authenticated> answer, ReadOptions options) {
  std::string hash = actions::token_hash(token);
  std::optional<actions::Authenticated> known = state_->known.find(hash);
  if (known) {
    loop.post([known = std::move(*known), answer = std::move(answer)] { answer(known); });
    return;
  }
  const std::uint64_t generation = state_->known.generation();
  const actions::Authenticate verb{hash, actions::is_key(token)};
  run(
      loop, Principal{}, verb,
      [state = state_.get(), generation, hash = std::move(hash),
       answer = std::move(answer)](Result<actions::Authenticated> found) {
        if (found) state->known.keep(generation, hash, *found);
        answer(std::move(found));
      },
      std::move(options));
}

void Dispatch::authenticate_again(Executor& loop, const actions::Authenticated& before,
                                  Callback<actions::Authenticated> answer) {
  const bool key = before.principal.kind == PrincipalKind::bot;
  run(loop, Principal{}, actions::Authenticate{before.token_hash, key}, std::move(answer));
}

void Dispatch::touch(Executor& loop, const actions::Authenticated& who) {
  if (!who.principal.session) return;
  state_->known.touched(who.token_hash);
  run(loop, who.principal, actions::TouchSession{},
      [](const Result<actions::TouchSession::Answer>&) {});
}

void Dispatch::publish(ChannelKey channel, SharedBytes frame) {
  const Broadcast one{channel, 0, Delivery::ephemeral, std::move(frame)};
  state_->parts.broker.publish({&one, 1});
}

bool Dispatch::commits_work() const { return state_->writes.commits_work(); }

void Dispatch::unlock_account(const Email& email) { state_->failures.unlock_account(email); }

void Dispatch::unlock_address(const std::string& address) {
  state_->failures.unlock_address(address_key(address));
}

bool Dispatch::reads_work() const { return state_->reads.reads_work(); }

void Dispatch::stop(Executor& loop, Task stopped) {
  state_->failures.stop(stopping());
  state_->passwords.stop();
  // Writes first: their hints read the store.
  state_->writes.stop([state = state_.get(), &loop, stopped = std::move(stopped)] {
    state->reads.stop([&loop, stopped] { loop.post(stopped); });
  });
}

void Dispatch::abandon() {
  state_->failures.abandon();
  state_->passwords.abandon();
  state_->writes.abandon();
  state_->reads.abandon();
}

}  // namespace walkie

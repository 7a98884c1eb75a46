// The body of Dispatch::run: keeps the typed answer of a verb beside its untyped job in the queue.
#pragma once

#include "dispatch/dispatch.h"

namespace walkie {

template <class Verb>
void Dispatch::run(Executor& loop, const Principal& principal, Verb verb,
                   std::type_identity_t<Callback<typename Verb::Answer>> answer,
                   ReadOptions options) {
  using Answer = typename Verb::Answer;
  struct Waiting {
    Verb verb;
    std::optional<Answer> result;
    Callback<Answer> answer;
  };
  auto waiting = std::make_shared<Waiting>(Waiting{std::move(verb), {}, std::move(answer)});
  auto keep = [](Waiting& self, Result<Answer> result) -> Result<void> {
    if (!result) return std::move(result).error();
    self.result = std::move(result).value();
    return {};
  };
  auto finish = [waiting](Result<void> outcome) {
    if (outcome) {
      waiting->answer(std::move(*waiting->result));
    } else {
      waiting->answer(std::move(outcome).error());
    }
  };
  constexpr bool kLooks = requires(const Verb& v, const actions::Context& context, View& view) {
    v.run(context, view);
  };
  if constexpr (kLooks) {
    auto step = [waiting, keep](const actions::Context& context, View& view) {
      return keep(*waiting, waiting->verb.run(context, view));
    };
    read(loop, principal, std::move(step), std::move(finish), std::move(options));
  } else {
    auto step = [waiting, keep](const actions::Context& context, Transaction& store,
                                actions::Outcome& outcome) {
      return keep(*waiting, waiting->verb.run(context, store, outcome));
    };
    write(loop, principal, std::move(step), std::move(finish));
  }
}

}  // namespace walkie

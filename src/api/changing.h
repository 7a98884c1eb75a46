// Changing: what every route that changes a conversation or a message does. If the request has a
// condition that cannot hold (call.conditions_hold), the verb is tried all the same: an error that
// it has by itself comes first (RFC 9110 13.2.1). A success becomes 412, and the store undoes it.
#pragma once

#include <functional>
#include <utility>

#include "actions/action.h"
#include "actions/post_message.h"
#include "api/call.h"
#include "dispatch/dispatch.h"

namespace walkie::api {

// Whether the verb's answer is a success for HTTP.
template <class Answer>
bool succeeds(const Answer&) {
  return true;
}
inline bool succeeds(const actions::PostedMessage& posted) {
  return posted.how != actions::PostedMessage::How::conflict;
}

// The verb, but its success is an error, which leaves no trace in the store.
template <class Verb>
struct Tried {
  using Answer = typename Verb::Answer;
  Verb verb;
  Result<Answer> run(const actions::Context& context, Transaction& store,
                     actions::Outcome& outcome) const {
    Result<Answer> answer = verb.run(context, store, outcome);
    if (answer && succeeds(*answer)) return precondition_failed();
    return answer;
  }
};

template <class Verb>
void change(const CallPtr& call, Verb verb,
            std::function<void(const Result<typename Verb::Answer>&)> answer) {
  Dispatch& dispatch = call->api().dispatch();
  if (call->conditions_hold) {
    return dispatch.run(call->loop(), call->principal(), std::move(verb), std::move(answer));
  }
  dispatch.run(call->loop(), call->principal(), Tried<Verb>{std::move(verb)}, std::move(answer));
}

}  // namespace walkie::api

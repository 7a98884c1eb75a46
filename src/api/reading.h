// Reading: the common part of every GET that reads the store. It takes a read slot, and runs the
// verb and the encoding on a reader thread. The answer holds the slot until the client has received
// it. A page is shortened to the bytes of one answer before it is encoded.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "actions/action.h"
#include "api/call.h"
#include "dispatch/dispatch.h"

namespace walkie::api {

// Takes a read slot for the call. Errors: too_many, unavailable.
Result<void> enter_read(Call& call);
ReadOptions read_options(const Call& call);

// Runs the verb and answers with its JSON. encode(context, answer) runs on a reader thread, so it
// may capture values only.
template <class Verb, class Encode>
struct Encoded {
  using Answer = std::string;
  Verb verb;
  Encode encode;
  Result<std::string> run(const actions::Context& context, View& view) const {
    auto answer = verb.run(context, view);
    if (!answer) return std::move(answer).error();
    return encode(context, std::move(answer).value());
  }
};

template <class Verb, class Encode>
void read(const CallPtr& call, Verb verb, Encode encode) {
  if (const auto entered = enter_read(*call); !entered) return call->fail(entered.error());
  call->api().dispatch().run(
      call->loop(), call->principal(), Encoded<Verb, Encode>{std::move(verb), std::move(encode)},
      [call](Result<std::string> body) {
        if (!body) return call->fail(body.error());
        if (!call->conditions_hold) return call->fail(precondition_failed());
        call->json(200, std::move(body).value());
      },
      read_options(*call));
}

// How many items from the first on fit into `most` bytes of JSON. At least one.
template <class Items, class Size>
std::size_t fitting(const Items& items, std::int64_t most, const Size& size) {
  std::int64_t bytes = 0;
  std::size_t count = 0;
  for (const auto& item : items) {
    bytes += static_cast<std::int64_t>(size(item)) + 1;  // and a comma
    if (bytes > most && count > 0) break;
    ++count;
  }
  return count;
}

}  // namespace walkie::api

// Reading: what every GET that reads the store does. It takes a slot of the reads in flight.
// The verb and the encoding run on a reader's thread. The answer keeps the slot until the client
// has taken it. A page is cut to what one answer may hold before it is encoded.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "actions/action.h"
#include "api/call.h"
#include "dispatch/dispatch.h"

namespace walkie::api {

// too_many, unavailable: the read must not begin. Otherwise the call holds its slot from now on.
Result<void> enter_read(Call& call);
ReadOptions read_options(const Call& call);

// The verb, and its answer's JSON. encode(context, answer) runs on the reader's thread: it captures
// values only.
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
        call->json(200, std::move(body).value());
      },
      read_options(*call));
}

// How many items, from the first on, have at most `most` bytes of JSON together; at least one.
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

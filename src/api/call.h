// Call: one HTTP request on its way to an answer: who asks, what was asked, the right to answer.
// Shared between the handler and the callback that dispatch calls later, on the same loop.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "actions/authenticate.h"
#include "api/api.h"
#include "api/read_slots.h"
#include "base/result.h"
#include "chat/conversation.h"
#include "net/request.h"
#include "net/responder.h"
#include "net/response.h"

namespace walkie::api {

class Call {
 public:
  Call(Api& api, net::Responder responder);

  Api& api() const { return api_; }
  const net::Request& request() const { return responder_.request(); }
  Executor& loop() const { return request().executor(); }
  const net::Responder& responder() const { return responder_; }
  std::int64_t id() const { return id_; }

  // Set by auth before the handler runs; anonymous where the route lets anyone in.
  actions::Authenticated who;
  std::string token;  // the credential that was good; empty when anonymous
  // A client asks for this by itself, whether or not anybody sits before it: it keeps no session
  // from idling out.
  bool automatic = false;
  std::uint64_t checked_at = 0;  // Dispatch::credentials_ended() before it was looked for
  const Principal& principal() const { return who.principal; }
  // Of a read: goes out with the answer, and is given back once the client has taken it.
  std::shared_ptr<ReadSlots::Slot> slot;

  // Each is the answer, and writes the access line.
  void json(int status, std::string body);
  void respond(net::Response response);
  void fail(const Error& error, std::string_view members = {});
  // The access line for what is not a plain answer: an upgrade, a stream.
  void note(int status) const;

  // A number from the path; nullopt when it is none (then nothing of that name exists).
  std::optional<std::int64_t> path_id(std::string_view name) const;
  // A number from the query: nothing when absent, bad_request naming it when it is none from
  // `at_least` to `at_most` (the largest that JavaScript reads exactly).
  static constexpr std::int64_t largest = 9007199254740991;
  Result<std::optional<std::int64_t>> query_integer(std::string_view name, std::int64_t at_least,
                                                    std::int64_t at_most = largest) const;
  std::string query_text(std::string_view name) const;
  Result<Channel> query_channel() const;  // ?channel=everyone|staff; everyone when absent

 private:
  Api& api_;
  net::Responder responder_;
  std::int64_t id_;
  Instant began_;
};

using CallPtr = std::shared_ptr<Call>;

net::Response problem_response(const Error& error, std::string_view members = {});

// For a request that comes while the server drains (H8).
Error come_again();
// For a request that would stay connected while only the reserve of connections is left.
Error nearly_full();

}  // namespace walkie::api

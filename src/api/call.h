// Call: one HTTP request that is being handled: its principal, its parameters, and its answer. The
// handler and the callbacks of dispatch share it, on the same loop.
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

  // Set by auth before the handler runs. Anonymous without a credential, where the route allows it.
  actions::Authenticated who;
  std::string token;  // the valid credential; empty when anonymous
  // Clients send this request by themselves, so it does not count as use of the session.
  bool automatic = false;
  // False: If-Match or If-None-Match does not hold. Checked once the answer would be a success, and
  // only where the route is `conditional`.
  bool conditions_hold = true;
  std::uint64_t checked_at = 0;  // Dispatch::credentials_ended() before the credential was checked
  const Principal& principal() const { return who.principal; }
  // The slot of a read. Released when the client has received the answer.
  std::shared_ptr<ReadSlots::Slot> slot;

  // Each sends the answer and writes the access log line.
  void json(int status, std::string body);
  void respond(net::Response response);
  void fail(const Error& error, std::string_view members = {});
  // Writes the access log line of an upgrade or a stream.
  void note(int status) const;

  // A positive number from the path; nullopt when it is not one.
  std::optional<std::int64_t> path_id(std::string_view name) const;
  // A number from the query; nullopt when absent. Error: bad_request when it is not an integer from
  // `at_least` to `at_most`. The default of `at_most` is the largest exact integer of JavaScript.
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

// The error for a request that would succeed without its If-Match or If-None-Match (R5). fail()
// answers 412.
Error precondition_failed();
// The error for a request while the server drains (H8).
Error come_again();
// The error for a request that would stay connected while only the reserve is left.
Error nearly_full();

}  // namespace walkie::api

#include "api/call.h"

#include "api/plain_number.h"
#include "net/preconditions.h"
#include "wire/errors.h"

namespace walkie::api {
namespace {

constexpr const char* undone = "precondition_failed";

}  // namespace

net::Response problem_response(const Error& error, std::string_view members) {
  net::Response response;
  response.status = wire::error_row(error.code).status;
  response.set("Content-Type", "application/problem+json");
  response.set("Cache-Control", "no-store");
  if (error.code == Code::unauthorized) response.set("WWW-Authenticate", "Bearer");
  if (error.retry_after_s > 0) response.set("Retry-After", std::to_string(error.retry_after_s));
  response.body = wire::problem(error, members);
  return response;
}

Call::Call(Api& api, net::Responder responder)
    : api_(api),
      responder_(std::move(responder)),
      id_(api.next_request_id()),
      began_(api.clock().now()) {}

void Call::note(int status) const {
  // Without the query, which may contain secrets.
  api_.log().info("request", {{"request_id", id_},
                              {"method", request().method_text()},
                              {"path", request().path()},
                              {"status", status},
                              {"ms", (api_.clock().now() - began_).count()},
                              {"peer", request().peer_address()}});
}

void Call::respond(net::Response response) {
  note(response.status);
  if (slot) slot->holds(response.body.size());
  response.held = std::move(slot);
  responder_.respond(std::move(response));
}

void Call::json(int status, std::string body) {
  net::Response response;
  response.status = status;
  response.set("Content-Type", "application/json");
  response.set("Cache-Control", "no-store");
  response.body = std::move(body);
  respond(std::move(response));
}

void Call::fail(const Error& error, std::string_view members) {
  if (error.reason == undone) return respond(net::precondition_failed());
  respond(problem_response(error, members));
}

std::optional<std::int64_t> Call::path_id(std::string_view name) const {
  const auto value = plain_number(request().parameter(name));
  return value && *value > 0 ? value : std::nullopt;
}

Result<std::optional<std::int64_t>> Call::query_integer(std::string_view name,
                                                        std::int64_t at_least,
                                                        std::int64_t at_most) const {
  const std::optional<std::string> text = request().query(name);
  if (!text) return std::optional<std::int64_t>();
  const auto value = plain_number(*text);
  if (value && *value >= at_least && *value <= at_most) return value;
  std::string detail = "'" + std::string(name) + "' must be an integer from ";
  detail += std::to_string(at_least) + " to " + std::to_string(at_most);
  return Error{.code = Code::bad_request,
               .reason = value ? "bad_value" : "wrong_type",
               .detail = detail + ".",
               .field = std::string(name)};
}

Result<Channel> Call::query_channel() const {
  const std::optional<std::string> text = request().query("channel");
  if (!text || *text == "everyone") return Channel::everyone;
  if (*text == "staff") return Channel::staff;
  return Error{.code = Code::bad_request,
               .reason = "bad_value",
               .detail = "'channel' must be everyone or staff.",
               .field = "channel"};
}

std::string Call::query_text(std::string_view name) const {
  return request().query(name).value_or(std::string());
}

// fail() makes another status of it: no `Code` is 412.
Error precondition_failed() { return {.code = Code::conflict, .reason = undone}; }

Error come_again() {
  return {.code = Code::unavailable,
          .reason = "draining",
          .detail = "The server is stopping. Try again in a few seconds.",
          .retry_after_s = 2};
}

Error nearly_full() {
  return {.code = Code::unavailable,
          .reason = "busy",
          .detail = "The server has almost reached its limit of connections. Try again later.",
          .retry_after_s = 10};
}

}  // namespace walkie::api

#include "api/auth.h"

#include <utility>
#include <vector>

#include "api/cookies.h"
#include "api/origins.h"
#include "api/reading.h"
#include "base/ascii.h"
#include "chat/permissions.h"
#include "dispatch/dispatch.h"

namespace walkie::api {
namespace {

constexpr std::string_view token_protocol = "walkie.token.";

std::optional<std::string> protocol_token(const net::Request& request) {
  for (const std::string_view protocol : request.websocket_protocols()) {
    if (protocol.starts_with(token_protocol)) {
      return std::string(protocol.substr(token_protocol.size()));
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> cookie_of(const Call& call, PrincipalKind kind) {
  return call.request().cookie(cookie_name(call, kind));
}

// A browser may send several cookies of one name, an old one first. Tries at most this many,
// because each costs a read.
constexpr std::size_t most_cookies = 3;

void add_cookies(const net::Request& request, std::string_view name,
                 std::vector<std::string>& tokens) {
  auto found = request.cookies(name);
  if (found.size() > most_cookies) found.resize(most_cookies);
  tokens.insert(tokens.end(), found.begin(), found.end());
}

// The credentials of the request, in the order in which they are tried.
std::vector<std::string> candidates(const Call& call, Credential need) {
  const net::Request& request = call.request();
  if (auto token = bearer_token(request)) return {std::move(*token)};
  if (auto token = protocol_token(request)) return {std::move(*token)};
  if (need == Credential::token) return {};
  std::vector<std::string> found;
  if (call.api().origins().from_own_page(request)) {
    add_cookies(request, cookie_name(call, PrincipalKind::agent), found);
  }
  add_cookies(request, cookie_name(call, PrincipalKind::visitor), found);
  return found;
}

bool by_cookie(const Call& call) {
  return !call.request().has_header("Authorization") &&
         (cookie_of(call, PrincipalKind::agent) || cookie_of(call, PrincipalKind::visitor));
}

void use(const CallPtr& call, std::string token, actions::Authenticated who) {
  call->who = std::move(who);
  call->token = std::move(token);
  if (call->who.touch_due && !call->automatic) {
    call->api().dispatch().touch(call->loop(), call->who);
  }
}

// Tries one token after the other. The error of the last one is the answer.
void attempt(const CallPtr& call, Credential need, std::vector<std::string> tokens,
             std::function<void()> then) {
  if (tokens.empty()) {
    if (need != Credential::required) return then();
    return call->fail(sign_in_required());
  }
  std::string token = std::move(tokens.front());
  tokens.erase(tokens.begin());
  if (auto known = call->api().dispatch().known(token)) {
    use(call, std::move(token), std::move(*known));
    return then();
  }
  // An unknown credential may be a guess, so it takes a read slot of its address.
  if (const auto entered = enter_read(*call); !entered) return call->fail(entered.error());
  call->api().dispatch().authenticate(
      call->loop(), token,
      [call, need, token, tokens = std::move(tokens),
       then = std::move(then)](Result<actions::Authenticated> answer) {
        call->slot.reset();
        if (answer) {
          use(call, token, std::move(*answer));
          return then();
        }
        const bool refused = answer.error().code == Code::unauthorized;
        if (refused && !tokens.empty()) return attempt(call, need, tokens, then);
        // An old cookie must not refuse a request that is open to anonymous clients.
        const bool cookie = !call->request().has_header("Authorization");
        if (refused && cookie && need != Credential::required) return then();
        call->fail(answer.error());
      },
      read_options(*call));
}

Error origin_not_allowed(std::string_view origin) {
  return Error{.code = Code::forbidden,
               .reason = "origin_not_allowed",
               .detail = origin.empty()
                             ? "A request that changes something with a cookie needs an Origin "
                               "header. Programs send Authorization: Bearer instead."
                             : "Pages of this origin may not use this server. An admin can add the "
                               "origin to the allowed origins of the inbox."};
}

Error rights_changed() {
  return {.code = Code::unavailable,
          .reason = "rights_changed",
          .detail = "The permissions of this credential changed during the request. Try again.",
          .retry_after_s = 1};
}

}  // namespace

std::optional<std::string> bearer_token(const net::Request& request) {
  if (!request.has_header("Authorization")) return std::nullopt;
  const std::string_view value = request.header("Authorization");
  const std::size_t space = value.find(' ');
  if (space == std::string_view::npos || !equal_ignoring_case(value.substr(0, space), "Bearer"))
    return std::string();
  const std::size_t start = value.find_first_not_of(' ', space);
  return start == std::string_view::npos ? std::string() : std::string(value.substr(start));
}

void authenticate(const CallPtr& call, Credential need, std::function<void()> then) {
  if (need == Credential::none) return then();
  call->checked_at = call->api().dispatch().credentials_ended();
  attempt(call, need, candidates(*call, need), std::move(then));
}

void check_again(const Call& call, std::function<void(const Error&)> ended) {
  Dispatch& dispatch = call.api().dispatch();
  if (dispatch.credentials_ended() == call.checked_at) return;
  dispatch.authenticate(call.loop(), call.token,
                        [then = call.principal(),
                         ended = std::move(ended)](const Result<actions::Authenticated>& still) {
                          if (!still) return ended(still.error());
                          const Principal& now = still->principal;
                          const bool same = now.role == then.role && now.inboxes == then.inboxes;
                          if (!same) ended(rights_changed());
                        });
}

Result<void> check_origin(const Call& call, bool own_only, bool uses_credential) {
  const std::string_view origin = call.request().header("Origin");
  if (origin.empty()) {
    if (uses_credential && by_cookie(call)) return origin_not_allowed(origin);
    return {};
  }
  const Origins& origins = call.api().origins();
  const bool good =
      own_only ? origins.own(call.request(), origin) : origins.allowed(call.request(), origin);
  if (!good) return origin_not_allowed(origin);
  return {};
}

Result<void> check_socket_origin(const Call& call) {
  if (!call.request().has_header("Origin")) return {};
  const std::string_view origin = call.request().header("Origin");
  if (!call.api().origins().allowed(call.request(), origin)) {
    return origin_not_allowed(origin.empty() ? "null" : origin);
  }
  return {};
}

}  // namespace walkie::api

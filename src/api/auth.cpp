#include "api/auth.h"

#include <utility>
#include <vector>

#include "api/origins.h"
#include "chat/permissions.h"
#include "dispatch/dispatch.h"

namespace walkie::api {
namespace {

constexpr std::string_view visitor_name = "walkie_visitor";
constexpr std::string_view agent_name = "walkie_agent";
constexpr std::string_view secure_agent_name = "__Host-walkie_agent";
constexpr std::string_view token_protocol = "walkie.token.";

bool is_bearer(std::string_view scheme) {
  if (scheme.size() != 6) return false;
  constexpr std::string_view bearer = "bearer";
  for (std::size_t at = 0; at < 6; ++at) {
    if ((scheme[at] | 0x20) != bearer[at]) return false;
  }
  return true;
}

std::optional<std::string> protocol_token(const net::Request& request) {
  for (const std::string_view protocol : request.websocket_protocols()) {
    if (protocol.starts_with(token_protocol)) {
      return std::string(protocol.substr(token_protocol.size()));
    }
  }
  return std::nullopt;
}

std::string_view agent_cookie_name(const Call& call) {
  return secure(call) ? secure_agent_name : agent_name;
}

// In the order in which they are tried.
std::vector<std::string> candidates(const Call& call, Credential need) {
  const net::Request& request = call.request();
  if (auto token = bearer_token(request)) return {std::move(*token)};
  if (auto token = protocol_token(request)) return {std::move(*token)};
  std::vector<std::string> found;
  if (need != Credential::visitor && call.api().origins().from_own_page(request)) {
    if (const auto cookie = request.cookie(agent_cookie_name(call))) found.emplace_back(*cookie);
  }
  if (const auto cookie = request.cookie(visitor_name)) found.emplace_back(*cookie);
  return found;
}

bool by_cookie(const Call& call) {
  const net::Request& request = call.request();
  return !request.has_header("Authorization") &&
         (request.cookie(agent_cookie_name(call)) || request.cookie(visitor_name));
}

void use(const CallPtr& call, std::string token, actions::Authenticated who) {
  call->who = std::move(who);
  call->token = std::move(token);
  if (!call->who.touch_due) return;
  call->api().dispatch().run(call->loop(), call->principal(), actions::TouchSession{},
                             [](const Result<actions::TouchSession::Answer>&) {});
}

// Tries one after the other; the last one's error is the answer.
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
  call->api().dispatch().authenticate(
      call->loop(), token,
      [call, need, token, tokens = std::move(tokens),
       then = std::move(then)](Result<actions::Authenticated> answer) {
        if (answer) {
          use(call, token, std::move(*answer));
          return then();
        }
        const bool refused = answer.error().code == Code::unauthorized;
        if (refused && !tokens.empty()) return attempt(call, need, tokens, then);
        // An old visitor's cookie must not keep anybody from becoming a visitor.
        const bool cookie = !call->request().has_header("Authorization");
        if (refused && cookie && need != Credential::required) return then();
        call->fail(answer.error());
      });
}

Error foreign(std::string_view origin) {
  return Error{.code = Code::forbidden,
               .reason = "origin_not_allowed",
               .detail = origin.empty()
                             ? "A change with a cookie needs an Origin header; programs use "
                               "Authorization: Bearer."
                             : "Pages of this site may not use this server; an admin can add its "
                               "origin to the inbox."};
}

Error rights_changed() {
  return {.code = Code::unavailable,
          .reason = "rights_changed",
          .detail = "What this credential may do has just changed; come again.",
          .retry_after_s = 1};
}

std::string cookie(std::string_view name, const std::string& token, std::string_view same_site,
                   std::int64_t max_age_s, bool secure) {
  std::string text(name);
  text += '=';
  text += token;
  text += "; Path=/; HttpOnly; SameSite=";
  text += same_site;
  text += "; Max-Age=" + std::to_string(max_age_s);
  if (secure) text += "; Secure";
  return text;
}

}  // namespace

std::optional<std::string> bearer_token(const net::Request& request) {
  if (!request.has_header("Authorization")) return std::nullopt;
  const std::string_view value = request.header("Authorization");
  const std::size_t space = value.find(' ');
  if (space == std::string_view::npos || !is_bearer(value.substr(0, space))) return std::string();
  const std::size_t start = value.find_first_not_of(' ', space);
  return start == std::string_view::npos ? std::string() : std::string(value.substr(start));
}

bool secure(const Call& call) { return call.api().settings().secure || call.request().secure(); }

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
    if (uses_credential && by_cookie(call)) return foreign(origin);
    return {};
  }
  const Origins& origins = call.api().origins();
  const bool good =
      own_only ? origins.own(call.request(), origin) : origins.allowed(call.request(), origin);
  if (!good) return foreign(origin);
  return {};
}

Result<void> check_socket_origin(const Call& call) {
  if (!call.request().has_header("Origin")) return {};
  const std::string_view origin = call.request().header("Origin");
  if (!call.api().origins().allowed(call.request(), origin)) {
    return foreign(origin.empty() ? "null" : origin);
  }
  return {};
}

std::string visitor_cookie(const Call& call, const std::string& token) {
  const Limits& limits = call.api().limits();
  return cookie(visitor_name, token, "Lax", limits.visitor_session_s, secure(call));
}

std::string agent_cookie(const Call& call, const std::string& token) {
  const Limits& limits = call.api().limits();
  return cookie(agent_cookie_name(call), token, "Strict", limits.agent_session_s, secure(call));
}

std::string cleared_cookie(const Call& call) {
  const bool visitor = call.principal().kind == PrincipalKind::visitor;
  return cookie(visitor ? visitor_name : agent_cookie_name(call), "", visitor ? "Lax" : "Strict", 0,
                secure(call));
}

}  // namespace walkie::api

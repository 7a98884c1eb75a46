#include "api/cookies.h"

#include "api/origins.h"

namespace walkie::api {
namespace {

std::string cookie(const Call& call, PrincipalKind kind, std::string_view token,
                   std::int64_t max_age_s) {
  std::string text = cookie_name(call, kind);
  text += '=';
  text += token;
  text += "; Path=/; HttpOnly; SameSite=";
  text += kind == PrincipalKind::visitor ? "Lax" : "Strict";
  text += "; Max-Age=" + std::to_string(max_age_s);
  if (secure(call)) text += "; Secure";
  return text;
}

}  // namespace

bool secure(const Call& call) { return call.api().settings().secure || call.request().secure(); }

std::string cookie_name(const Call& call, PrincipalKind kind) {
  std::string name = secure(call) ? "__Host-" : "";
  name += kind == PrincipalKind::visitor ? "walkie_visitor" : "walkie_agent";
  const auto own = call.api().origins().own_origin(call.request());
  if (own && !own->has_default_port()) name += "_" + std::to_string(own->port());
  return name;
}

std::string session_cookie(const Call& call, PrincipalKind kind, std::string_view token) {
  const Limits& limits = call.api().limits();
  return cookie(call, kind, token,
                kind == PrincipalKind::visitor ? limits.visitor_session_s : limits.agent_session_s);
}

std::string cleared_cookie(const Call& call, PrincipalKind kind) {
  return cookie(call, kind, "", 0);
}

}  // namespace walkie::api

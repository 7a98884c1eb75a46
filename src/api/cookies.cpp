#include "api/cookies.h"

#include <utility>

#include "api/origins.h"

namespace walkie::api {
namespace {

constexpr std::string_view device_name = "walkie_device";

std::string full_name(const Call& call, std::string_view plain) {
  std::string name = secure(call) ? "__Host-" : "";
  name += plain;
  const auto own = call.api().origins().own_origin(call.request());
  if (own && !own->has_default_port()) name += "_" + std::to_string(own->port());
  return name;
}

std::string cookie(const Call& call, std::string name, std::string_view value,
                   std::string_view same_site, std::int64_t max_age_s) {
  std::string text = std::move(name);
  text += '=';
  text += value;
  text += "; Path=/; HttpOnly; SameSite=";
  text += same_site;
  text += "; Max-Age=" + std::to_string(max_age_s);
  if (secure(call)) text += "; Secure";
  return text;
}

std::string cookie(const Call& call, PrincipalKind kind, std::string_view token,
                   std::int64_t max_age_s) {
  return cookie(call, cookie_name(call, kind), token,
                kind == PrincipalKind::visitor ? "Lax" : "Strict", max_age_s);
}

}  // namespace

bool secure(const Call& call) { return call.api().settings().secure || call.request().secure(); }

std::string cookie_name(const Call& call, PrincipalKind kind) {
  return full_name(call, kind == PrincipalKind::visitor ? "walkie_visitor" : "walkie_agent");
}

std::string session_cookie(const Call& call, PrincipalKind kind, std::string_view token) {
  const Limits& limits = call.api().limits();
  return cookie(call, kind, token,
                kind == PrincipalKind::visitor ? limits.visitor_session_s : limits.agent_session_s);
}

std::string cleared_cookie(const Call& call, PrincipalKind kind) {
  return cookie(call, kind, "", 0);
}

std::string sent_device(const Call& call) {
  return std::string(call.request().cookie(full_name(call, device_name)).value_or(""));
}

std::string device_cookie(const Call& call, std::string_view marks) {
  return cookie(call, full_name(call, device_name), marks, "Strict",
                call.api().limits().known_device_s);
}

}  // namespace walkie::api

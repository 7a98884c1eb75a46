// Is it alive, is it ready, what does it count, what is its contract.
#include "api/handlers.h"
#include "api/openapi.h"
#include "chat/permissions.h"
#include "net/static_files.h"
#include "wire/answers.h"

namespace walkie::api {
namespace {

bool loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1" || address == "::ffff:127.0.0.1";
}

}  // namespace

void get_health(const CallPtr& call) { call->json(200, "{\"status\":\"ok\"}"); }

void get_readiness(const CallPtr& call) {
  const auto checks = call->api().checks();
  bool ready = true;
  for (const auto& entry : checks)
    ready = ready && entry.second == "ok";
  call->json(ready ? 200 : 503, wire::readiness(ready, checks));
}

void get_metrics(const CallPtr& call) {
  const Principal& who = call->principal();
  const bool may =
      who.admin() || who.kind == PrincipalKind::bot || loopback(call->request().peer_address());
  if (!may) {
    return call->fail(who.kind == PrincipalKind::anonymous ? sign_in_required()
                                                           : admins_only("metrics"));
  }
  net::Response response;
  response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.set("Cache-Control", "no-store");
  response.body = call->api().metrics().render();
  call->respond(std::move(response));
}

void get_openapi(const CallPtr& call) {
  call->respond(net::asset_response(openapi_asset(), call->request()));
}

}  // namespace walkie::api

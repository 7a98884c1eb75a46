// The routes for operators: /healthz, /readyz, /metrics and /openapi.json.
#include "actions/get_epoch.h"
#include "api/handlers.h"
#include "api/openapi.h"
#include "base/ip_address.h"
#include "base/origin.h"
#include "chat/permissions.h"
#include "dispatch/dispatch.h"
#include "net/forwarded_hops.h"
#include "net/static_files.h"
#include "wire/answers.h"

namespace walkie::api {
namespace {

// Whether the Host header names this machine: a loopback address or "localhost". A proxy that
// passes Host on sends another name. So does a page whose host name an attacker points to this
// machine.
bool for_this_machine(const net::Request& request) {
  const auto host = Origin::of_host(false, request.host());
  if (!host) return false;
  std::string_view name = host->host();
  if (name == "localhost") return true;
  if (name.starts_with('[')) name = name.substr(1, name.size() - 2);
  const auto address = IpAddress::parse(name);
  return address && address->loopback();
}

// Whether the client is a program on this machine, and not a proxy (decision 0085).
bool local(const Call& call) {
  const net::Request& request = call.request();
  if (call.api().settings().proxied || net::came_by_proxy(request)) return false;
  const auto peer = IpAddress::parse(request.peer_address());
  return peer && peer->loopback() && for_this_machine(request);
}

}  // namespace

void get_health(const CallPtr& call) { call->json(200, "{\"status\":\"ok\"}"); }

// Reads the store, so that a disk that cannot be read is noticed without other requests.
void get_readiness(const CallPtr& call) {
  call->api().dispatch().run(call->loop(), call->principal(), actions::GetEpoch{},
                             [call](const Result<std::string>& epoch) {
                               auto checks = call->api().checks();
                               if (!epoch) checks["reads"] = "reads fail";
                               bool ready = true;
                               for (const auto& entry : checks)
                                 ready = ready && entry.second == "ok";
                               call->json(ready ? 200 : 503, wire::readiness(ready, checks));
                             });
}

void get_metrics(const CallPtr& call) {
  const Principal& who = call->principal();
  const bool may = who.admin() || who.kind == PrincipalKind::bot || local(*call);
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

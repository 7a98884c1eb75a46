#include "api/headers.h"

#include <string>

#include "api/origins.h"

namespace walkie::api {
namespace {

// Never with credentials: another site's page brings its token itself (security.md, CORS).
void allow_origin(Api& api, const net::Request& request, net::Response& response) {
  response.add("Vary", "Origin");
  const std::string_view origin = request.header("Origin");
  if (origin.empty() || !api.origins().allowed(request, origin)) return;
  response.set("Access-Control-Allow-Origin", origin);
  response.set("Access-Control-Expose-Headers", "Retry-After");
}

}  // namespace

void decorate(Api& api, const net::Request& request, net::Response& response) {
  allow_origin(api, request, response);
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  if (api.settings().secure || request.secure()) {
    response.set("Strict-Transport-Security", "max-age=31536000");
  }
  // What is no page must not become one, whatever it contains.
  if (response.header("Content-Security-Policy").empty()) {
    response.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
}

net::Response preflight(Api& api, const net::Request& request, std::string_view allow) {
  net::Response response;
  response.status = 204;
  response.set("Allow", allow);
  const std::string_view origin = request.header("Origin");
  if (!origin.empty() && api.origins().allowed(request, origin)) {
    response.set("Access-Control-Allow-Methods", allow);
    response.set("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID");
    response.set("Access-Control-Max-Age", "600");
  }
  return response;
}

}  // namespace walkie::api

#include "api/headers.h"

#include <string>

#include "api/error_page.h"
#include "api/origins.h"
#include "api/pages.h"

namespace walkie::api {
namespace {

// Never with credentials: a page of another site sends its token itself (security.md, CORS).
void allow_origin(Api& api, const net::Request& request, net::Response& response) {
  response.add("Vary", "Origin");
  const std::string_view origin = request.header("Origin");
  if (origin.empty() || !api.origins().allowed(request, origin)) return;
  response.set("Access-Control-Allow-Origin", origin);
  response.set("Access-Control-Expose-Headers", "Retry-After");
}

// Errors are not cached: a missing resource may exist a minute later.
void finish_error(Api& api, const net::Request& request, net::Response& response) {
  if (response.status < 400) return;
  if (response.header("Cache-Control").empty()) response.set("Cache-Control", "no-store");
  show_error(request, response, frame_ancestors(api, request));
}

// Decision 0103. Cross-origin isolated pages of other sites may embed the frame and load files.
// Other answers may be loaded by other sites with CORS only.
void isolate(const net::Request& request, net::Response& response) {
  const bool page = response.header("Content-Type").starts_with("text/html");
  const bool frame = page && is_frame(request.path());
  if (response.header("Cross-Origin-Resource-Policy").empty()) {
    response.set("Cross-Origin-Resource-Policy", frame ? "cross-origin" : "same-origin");
  }
  if (!page) return;
  response.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  if (frame) {
    response.set("Cross-Origin-Embedder-Policy", "require-corp");
  } else {
    response.set("Cross-Origin-Opener-Policy", "same-origin");
  }
}

}  // namespace

void decorate(Api& api, const net::Request& request, net::Response& response) {
  finish_error(api, request, response);
  isolate(request, response);
  allow_origin(api, request, response);
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  if (api.settings().secure || request.secure()) {
    response.set("Strict-Transport-Security", "max-age=31536000");
  }
  // A browser must not show another kind of content as a page.
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

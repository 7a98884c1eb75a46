#include "api/pages.h"

#include <algorithm>

#include "api/origins.h"

namespace walkie::api {
namespace {

bool below(std::string_view path, std::string_view root) {
  return path == root || (path.starts_with(root) && path[root.size()] == '/');
}

// Host came from the client: only what a host may contain gets into a header.
bool plain_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']';
  });
}

// The widget's frame may stand on the sites of its inbox, and on our own demo page.
std::string frame_ancestors(const Call& call) {
  const auto inbox = call.query_integer("inbox", 1);
  const InboxId id{inbox && *inbox ? **inbox : 0};
  std::string list = "'self'";
  for (const std::string& site : call.api().origins().sites(id))
    list += " " + site;
  return list;
}

// The origin of the page that embeds the frame, as the loader makes the browser send it
// (referrerpolicy="origin"); empty when it sent none.
std::string_view embedder(const net::Request& request) {
  std::string_view referer = request.header("Referer");
  const std::size_t host = referer.find("://");
  return host == std::string_view::npos ? "" : referer.substr(0, referer.find('/', host + 3));
}

// A browser shows nothing but a grey page of its own in a frame that it may not load. So a site
// that is on no list gets a page that says what to do; the real one is kept from it by
// frame-ancestors all the same.
bool refused(const Call& call) {
  const std::string_view site = embedder(call.request());
  if (site.empty() || call.api().origins().own(call.request(), site)) return false;
  const auto inbox = call.query_integer("inbox", 1);
  const auto sites = call.api().origins().sites(InboxId{inbox && *inbox ? **inbox : 0});
  return std::find(sites.begin(), sites.end(), site) == sites.end();
}

void protect(const Call& call, bool turned_away, net::Response& response) {
  const std::string_view path = call.request().path();
  const bool inbox = below(path, "/agent");
  const bool frame = below(path, "/frame");
  const std::string ancestors = !frame ? "'none'" : turned_away ? "*" : frame_ancestors(call);
  response.set("Content-Security-Policy",
               content_security_policy(call.request(), ancestors, inbox));
  if (frame) response.set("Vary", "Accept-Encoding, Referer");
  if (!frame) response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

}  // namespace

void name_pages(net::StaticFiles& files) {
  files.alias("/", "index.html");
  files.alias("/chat", "chat/index.html");
  files.alias("/frame", "frame/index.html");
  files.alias("/demo", "demo/index.html");
  files.alias("/agent/*", "agent/index.html");
}

std::string content_security_policy(const net::Request& request, std::string_view frame_ancestors,
                                    bool inline_styles) {
  std::string policy = "default-src 'none'; script-src 'self'; style-src 'self'";
  // Two libraries of the inbox write style attributes (web.md, pitfall 5); no other page needs it.
  if (inline_styles) policy += " 'unsafe-inline'";
  policy += "; img-src 'self' data: blob:; connect-src 'self'";
  if (plain_host(request.host())) {
    // Not every browser lets 'self' stand for the same host's sockets.
    const std::string host(request.host());
    policy += request.secure() ? " wss://" + host : " ws://" + host + " wss://" + host;
  }
  policy += "; font-src 'self'; media-src 'self'; manifest-src 'self'; frame-src 'self'";
  policy += "; base-uri 'none'; form-action 'self'; frame-ancestors ";
  policy += frame_ancestors;
  return policy;
}

void serve_page(const CallPtr& call) {
  const std::string_view path = call->request().path();
  const bool hidden = below(path, "/demo") && !call->api().settings().demo;
  std::optional<net::Response> response;
  const bool turned_away = below(path, "/frame") && refused(*call);
  if (turned_away) {
    response = call->api().files().answer(call->request(), "refused/index.html");
  } else if (!hidden) {
    response = call->api().files().find(call->request());
  }
  if (!response) {
    return call->fail(Error{.code = Code::not_found,
                            .reason = "unknown_route",
                            .detail = "Nothing is at this address; see /openapi.json."});
  }
  if (response->header("Content-Type").starts_with("text/html")) {
    protect(*call, turned_away, *response);
  }
  call->respond(std::move(*response));
}

}  // namespace walkie::api

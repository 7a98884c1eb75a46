#include "api/pages.h"

#include <algorithm>

#include "api/origins.h"
#include "base/decimal.h"

namespace walkie::api {
namespace {

bool below(std::string_view path, std::string_view root) {
  return path == root || (path.starts_with(root) && path[root.size()] == '/');
}

bool is_documentation(std::string_view path) { return below(path, "/docs"); }

// Whether the page has style attributes: two libraries of the inbox write them (web.md, pitfall 5),
// and so does the generator of the documentation.
bool has_inline_styles(std::string_view path) {
  return below(path, "/agent") || is_documentation(path);
}

// The client sent Host, so it is checked before it is written into a header.
bool plain_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']';
  });
}

bool hidden(Api& api, std::string_view path) {
  return below(path, "/demo") && !api.settings().demo;
}

// The origin of the page that embeds the frame. The loader makes the browser send it
// (referrerpolicy="origin"). Empty when absent.
std::string_view embedder(const net::Request& request) {
  std::string_view referer = request.header("Referer");
  const std::size_t host = referer.find("://");
  return host == std::string_view::npos ? "" : referer.substr(0, referer.find('/', host + 3));
}

// The sites that may embed the widget of the inbox in the request.
std::vector<std::string> sites_of(Api& api, const net::Request& request) {
  const std::string inbox = request.query("inbox").value_or(std::string());
  const std::int64_t id = decimal_from<std::int64_t>(inbox).value_or(0);
  return api.origins().sites(InboxId{std::max<std::int64_t>(id, 0)});
}

// A browser shows only an empty page in a frame that it may not load. So a site that is not allowed
// gets a page that says what to do. frame-ancestors still keeps the widget from it.
bool refused(Api& api, const net::Request& request) {
  const std::string_view site = embedder(request);
  if (site.empty() || api.origins().own(request, site)) return false;
  const auto sites = sites_of(api, request);
  return std::find(sites.begin(), sites.end(), site) == sites.end();
}

std::string_view without_slashes(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/'))
    path.remove_suffix(1);
  return path;
}

// "/docs" → "/docs/": the pages of the documentation are folders, and their links are relative.
std::optional<std::string> folder_of(Api& api, std::string_view path) {
  const std::string folder = std::string(path) + "/";
  if (path.ends_with('/') || api.files().has(path) || !api.files().has(folder)) return {};
  return folder;
}

// "/chat/?a=b" → "/chat?a=b", if there is such a page. Only a known path is written into Location.
std::optional<std::string> redirect_of(Api& api, const net::Request& request) {
  if (is_documentation(request.path())) return folder_of(api, request.path());
  const std::string_view path = without_slashes(request.path());
  if (path.size() == request.path().size() || path.size() < 2 || path[1] == '/') return {};
  if (path.find("/.") != std::string_view::npos) return {};
  const auto decoded = net::percent_decode(path);
  if (!decoded || !api.files().has(*decoded) || hidden(api, path)) return {};
  std::string target(path);
  if (!request.query().empty()) target.append("?").append(request.query());
  return target;
}

net::Response moved_to(const std::string& target) {
  net::Response response;
  response.status = 308;
  response.set("Location", target);
  response.set("Cache-Control", "no-cache");
  return response;
}

}  // namespace

bool is_frame(std::string_view path) { return below(path, "/frame"); }

// The frame of the widget may be embedded by the sites of its inbox and by our demo page.
std::string frame_ancestors(Api& api, const net::Request& request) {
  if (!is_frame(request.path())) return "'none'";
  std::string list = "'self'";
  for (const std::string& site : sites_of(api, request))
    list += " " + site;
  return list;
}

void name_pages(net::StaticFiles& files) {
  files.alias("/", "index.html");
  files.alias("/favicon.ico", "favicon.svg");  // browsers request it without a link
  files.alias("/chat", "chat/index.html");
  files.alias("/frame", "frame/index.html");
  files.alias("/demo", "demo/index.html");
  files.alias("/agent/*", "agent/index.html");
  files.alias("/docs/", "docs/index.html");
  files.alias("/docs/zh/", "docs/zh/index.html");
}

std::string content_security_policy(const net::Request& request, std::string_view frame_ancestors,
                                    bool inline_styles) {
  std::string policy = "default-src 'none'; script-src 'self'; style-src 'self'";
  if (inline_styles) policy += " 'unsafe-inline'";
  policy += "; img-src 'self' data: blob:; connect-src 'self'";
  if (plain_host(request.host())) {
    // In some browsers 'self' does not cover WebSockets of the same host.
    const std::string host(request.host());
    policy += request.secure() ? " wss://" + host : " ws://" + host + " wss://" + host;
  }
  policy += "; font-src 'self'; media-src 'self'; manifest-src 'self'; frame-src 'self'";
  policy += "; base-uri 'none'; form-action 'self'; frame-ancestors ";
  policy += frame_ancestors;
  return policy;
}

bool has_page(Api& api, const net::Request& request) {
  const auto path = net::percent_decode(request.path());
  return path && api.files().has(*path) && !hidden(api, request.path());
}

void serve_page(const CallPtr& call) {
  Api& api = call->api();
  const net::Request& request = call->request();
  if (const auto target = redirect_of(api, request)) return call->respond(moved_to(*target));
  std::optional<net::Response> response;
  const bool frame = is_frame(request.path());
  const bool turned_away = frame && refused(api, request);
  if (turned_away) {
    response = api.files().answer(request, "refused/index.html");
  } else if (!hidden(api, request.path())) {
    response = api.files().find(request);
  }
  if (!response) {
    return call->fail(Error{
        .code = Code::not_found,
        .reason = "unknown_route",
        .detail = "There is no resource at this path. /openapi.json lists the paths of the API."});
  }
  if (response->header("Content-Type").starts_with("text/html")) {
    const std::string ancestors = turned_away ? "*" : frame_ancestors(api, request);
    response->set("Content-Security-Policy",
                  content_security_policy(request, ancestors, has_inline_styles(request.path())));
    if (frame) response->set("Vary", "Accept-Encoding, Referer");
  } else if (response->status < 400) {
    // These files are public. Cross-origin isolated sites load widget.js with no-cors.
    response->set("Cross-Origin-Resource-Policy", "cross-origin");
  }
  call->respond(std::move(*response));
}

}  // namespace walkie::api

// Router: finds the handler of a method and a path. Filled before the server starts; then only
// read, from all loops.
//
// A segment of a pattern is literal or a {name}: "/conversations/{id}/read". A last segment
// {name...} takes the rest of the path. A literal segment is preferred to {name}, and {name} to
// {name...}. GET routes answer HEAD too; a WebSocket route only with its refusal. An unknown path
// is 404. A known path with another method is 405 with Allow.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/request.h"
#include "net/responder.h"
#include "net/response.h"

namespace walkie::net {

// The Request lives as long as a copy of the Responder does; responder.request() is the same one.
using Handler = std::function<void(const Request& request, Responder responder)>;

struct RouteOptions {
  std::size_t body_bytes = 0;  // 0: the server's default; more → 413
  bool websocket = false;      // net checks the handshake first and answers 426, 400 or 503
};

class Router {
 public:
  Router();
  ~Router();
  Router(const Router&) = delete;

  void add(Method method, std::string_view pattern, Handler handler, RouteOptions options = {});
  void get(std::string_view pattern, Handler h) { add(Method::get, pattern, std::move(h)); }
  void post(std::string_view pattern, Handler h) { add(Method::post, pattern, std::move(h)); }
  void patch(std::string_view pattern, Handler h) { add(Method::patch, pattern, std::move(h)); }
  void del(std::string_view pattern, Handler h) { add(Method::del, pattern, std::move(h)); }
  void websocket(std::string_view pattern, Handler h) {
    add(Method::get, pattern, std::move(h), {.websocket = true});
  }

  // The handler for GET and HEAD of paths without a route (pages, static files). `knows`: whether
  // the request's path has a resource. Then other methods get 405 with Allow, and OPTIONS is
  // answered as for a route. Default: 404.
  using Knows = std::function<bool(const Request& request)>;
  void fallback(Handler handler, Knows knows);

  // The handler for OPTIONS of a known path (CORS preflight). It gets the value of Allow. Default:
  // 204 with Allow.
  using OptionsHandler = std::function<Response(const Request& request, std::string_view allow)>;
  void options(OptionsHandler handler);

  // Called with every response before it is sent, also with net's own refusals: adds CORS, CSP and
  // other headers. For a malformed request it gets the parts that could be read (http_salvage.h).
  using Decorator = std::function<void(const Request& request, Response& response)>;
  void decorate(Decorator decorator);

  // --- net's side ---
  struct Match {
    const Handler* handler = nullptr;  // nullptr: `refusal` is the answer
    RouteOptions options;
    Response refusal;
  };
  using Parameters = std::vector<std::pair<std::string, std::string>>;
  // Sets `parameters` to the decoded segment of each {name}.
  Match match(const Request& request, Parameters& parameters) const;
  void apply_decorator(const Request& request, Response& response) const;
  // Every "GET /path" that was added, in order, for tests that walk all routes.
  std::vector<std::string> routes() const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
  Match refuse_method(const Request& request, const std::string& allow) const;

  Handler fallback_;
  Knows knows_;
  OptionsHandler options_;
  Decorator decorator_;
  std::vector<std::string> routes_;
};

}  // namespace walkie::net

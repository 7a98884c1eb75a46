// Router: which handler answers which method and path. Filled before the server starts, then only
// read, from all loops at once.
//
// Patterns are paths whose segments are literal or a whole {name}: "/conversations/{id}/read";
// a last segment {name...} takes the rest. Literal beats {name} beats {name...}, segment by
// segment. GET routes answer HEAD too (one for WebSocket only with its refusal). An unknown path is
// 404; a known path with another method is 405 with Allow.
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

// The Request lives as long as some copy of the Responder does (responder.request() is the same).
using Handler = std::function<void(const Request& request, Responder responder)>;

struct RouteOptions {
  std::size_t body_bytes = 0;  // 0: the server's default; more → 413
  bool websocket = false;      // net checks the handshake first: 426, 400, 503 by itself
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

  // GET and HEAD of paths that no route knows (pages, static files). `knows` says whether something
  // is at the request's path: then another method is 405 with Allow, and OPTIONS is answered as for
  // a route. Default: 404 for everything.
  using Knows = std::function<bool(const Request& request)>;
  void fallback(Handler handler, Knows knows);

  // OPTIONS of a known path (CORS preflight): gets the value of Allow. Default: 204 with Allow.
  using OptionsHandler = std::function<Response(const Request& request, std::string_view allow)>;
  void options(OptionsHandler handler);

  // Sees every response before it leaves, net's own refusals too: CORS, CSP, nosniff. Of a request
  // too broken to parse it gets what could still be read (http_salvage.h).
  using Decorator = std::function<void(const Request& request, Response& response)>;
  void decorate(Decorator decorator);

  // --- net's side ---
  struct Match {
    const Handler* handler = nullptr;  // nullptr: `refusal` is the answer
    RouteOptions options;
    Response refusal;
  };
  using Parameters = std::vector<std::pair<std::string, std::string>>;
  // Puts what stood at each {name}, decoded, into `parameters`.
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

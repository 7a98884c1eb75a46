#include "net/router.h"

#include <map>

#include "base/assert.h"

namespace walkie::net {

struct Router::Node {
  struct Route {
    Method method;
    Handler handler;
    RouteOptions options;
  };
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;  // {name}
  std::unique_ptr<Node> rest;       // {name...}
  std::string name;                 // of the parameter that leads here
  std::vector<Route> routes;

  const Route* route(Method method) const {
    for (const Route& route : routes) {
      if (route.method == method) return &route;
    }
    return nullptr;
  }

  std::string allow() const {
    std::string methods;
    for (const Route& route : routes) {
      methods.append(method_name(route.method)).append(", ");
      if (route.method == Method::get) methods.append("HEAD, ");
    }
    return methods.append("OPTIONS");
  }
};

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);  // the slash
  std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

Response not_found() {
  return problem_response(404, "not_found", "There is no resource at this path.");
}

// Depth-first, literals before parameters. Removes the parameters of a branch that did not match.
template <class Node>
const Node* descend(const Node& node, std::string_view path, Parameters& parameters) {
  if (path.empty()) return node.routes.empty() ? nullptr : &node;
  std::string_view left = path;
  std::string_view segment = take_segment(left);
  auto decoded = percent_decode(segment);
  if (!decoded) return nullptr;
  auto literal = node.literals.find(*decoded);
  if (literal != node.literals.end()) {
    if (const Node* found = descend(*literal->second, left, parameters)) return found;
  }
  if (node.parameter && !segment.empty()) {
    parameters.emplace_back(node.parameter->name, *decoded);
    if (const Node* found = descend(*node.parameter, left, parameters)) return found;
    parameters.pop_back();
  }
  if (node.rest) {
    auto rest = percent_decode(path.substr(1));
    if (!rest) return nullptr;
    parameters.emplace_back(node.rest->name, *std::move(rest));
    return node.rest.get();
  }
  return nullptr;
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::add(Method method, std::string_view pattern, Handler handler, RouteOptions options) {
  WALKIE_ASSERT(pattern.starts_with('/') && method != Method::other);
  routes_.push_back(std::string(method_name(method)).append(" ").append(pattern));
  Node* node = root_.get();
  std::string_view left = pattern;
  while (!left.empty()) {
    std::string_view segment = take_segment(left);
    std::unique_ptr<Node>* next = nullptr;
    std::string_view name;
    if (segment.starts_with('{') && segment.ends_with("...}")) {
      WALKIE_ASSERT(left.empty());
      name = segment.substr(1, segment.size() - 5);
      next = &node->rest;
    } else if (segment.starts_with('{') && segment.ends_with('}')) {
      name = segment.substr(1, segment.size() - 2);
      next = &node->parameter;
    } else {
      next = &node->literals[std::string(segment)];
    }
    if (!*next) *next = std::make_unique<Node>();
    node = next->get();
    // A segment has one name: two routes with different names for it are a mistake.
    WALKIE_ASSERT(node->name.empty() || node->name == name);
    node->name = name;
  }
  WALKIE_ASSERT(node->route(method) == nullptr);
  node->routes.push_back({method, std::move(handler), options});
}

void Router::fallback(Handler handler, Knows knows) {
  fallback_ = std::move(handler);
  knows_ = std::move(knows);
}
void Router::options(OptionsHandler handler) { options_ = std::move(handler); }
void Router::decorate(Decorator decorator) { decorator_ = std::move(decorator); }
std::vector<std::string> Router::routes() const { return routes_; }

// A known path, a method that it does not have.
Router::Match Router::refuse_method(const Request& request, const std::string& allow) const {
  Match match;
  if (request.method() == Method::options) {
    match.refusal.status = 204;
    if (options_) match.refusal = options_(request, allow);
  } else {
    match.refusal = problem_response(
        405, "method_not_allowed",
        "This path does not accept this method. The Allow header lists the methods.");
  }
  match.refusal.set("Allow", allow);
  return match;
}

Router::Match Router::match(const Request& request, Parameters& parameters) const {
  Match match;
  bool reads = request.method() == Method::get || request.method() == Method::head;
  if (request.path() == "*") {  // OPTIONS for the server as a whole
    match.refusal.status = 204;
    match.refusal.set("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    return match;
  }
  const Node* node = descend(*root_, request.path(), parameters);
  if (node == nullptr) {
    if (!reads && knows_ && knows_(request)) return refuse_method(request, "GET, HEAD, OPTIONS");
    if (reads && fallback_) match.handler = &fallback_;
    match.refusal = not_found();
    return match;
  }
  const Node::Route* route = node->route(request.method());
  if (route == nullptr && request.method() == Method::head) route = node->route(Method::get);
  if (route == nullptr) return refuse_method(request, node->allow());
  match.handler = &route->handler;
  match.options = route->options;
  return match;
}

void Router::apply_decorator(const Request& request, Response& response) const {
  if (decorator_) decorator_(request, response);
}

}  // namespace walkie::net

// Router: any method and path finds a route or a refusal, and what a parameter holds is what the
// path says once decoded. The first line of the input is the method, the rest the path.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/request_builder.h"
#include "net/router.h"

namespace {

using namespace walkie::net;

void fill(Router& router) {
  auto nothing = [](const Request&, const Responder&) {};
  router.get("/", nothing);
  router.get("/conversations", nothing);
  router.post("/conversations", nothing);
  router.get("/conversations/counts", nothing);
  router.get("/conversations/{id}", nothing);
  router.get("/conversations/{id}/events", nothing);
  router.post("/conversations/{id}/read", nothing);
  router.get("/assets/{path...}", nothing);
  router.websocket("/ws", nothing);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Router router;
  if (router.routes().empty()) fill(router);
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return 0;
  std::string_view path = text.substr(line + 1);
  // What the parser lets through: an absolute path, or the asterisk.
  if (path != "*" && !path.starts_with('/')) return 0;
  Request request = RequestBuilder(text.substr(0, line), path).take();
  Router::Parameters parameters;
  Router::Match match = router.match(request, parameters);
  if (match.handler == nullptr) {
    int status = match.refusal.status;
    if (status != 204 && status != 404 && status != 405) std::abort();
    if (status != 404 && match.refusal.header("Allow").empty()) std::abort();
    return 0;
  }
  for (const auto& [name, value] : parameters) {
    if (name != "id" && name != "path") std::abort();
    if (name == "id" && value.empty()) std::abort();
    if (value.find('\0') != std::string::npos) std::abort();
  }
  return 0;
}

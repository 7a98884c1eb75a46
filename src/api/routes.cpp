#include "api/routes.h"

#include "api/api.h"
#include "api/handlers.h"
#include "api/headers.h"
#include "api/pages.h"
#include "api/rates.h"
#include "dispatch/read_options.h"
#include "net/preconditions.h"
#include "net/router.h"
#include "net/tokens.h"

namespace walkie::api {
namespace {

using enum Credential;
using net::Method;

constexpr Charge free = Charge::none;
constexpr Charge as_read = Charge::read;
constexpr Charge as_change = Charge::change;

constexpr Route table[] = {
    {Method::post, "/visitors", token, free, create_visitor},

    {Method::post, "/conversations", required, free, open_conversation, false, false, true},
    {Method::get, "/conversations", required, as_read, list_conversations},
    {Method::get, "/conversations/counts", required, as_read, count_conversations},
    {Method::get, "/conversations/{conversation_id}", required, as_read, get_conversation, false,
     false, true},
    {Method::patch, "/conversations/{conversation_id}", required, as_change, change_conversation,
     false, false, true},
    {Method::post, "/conversations/{conversation_id}/read", required, as_change, mark_read, false,
     false, true},
    {Method::get, "/conversations/{conversation_id}/events", required, as_read, list_events, false,
     false, false, true},

    {Method::post, "/messages", required, free, post_message, false, false, true},
    {Method::get, "/messages", required, as_read, list_messages},
    {Method::get, "/messages/{message_id}", required, as_read, get_message, false, false, true},
    {Method::patch, "/messages/{message_id}", required, free, edit_message, false, false, true},
    {Method::del, "/messages/{message_id}", required, as_change, delete_message, false, false,
     true},

    {Method::post, "/sessions", none, free, sign_in, true},
    {Method::del, "/sessions/current", required, as_change, sign_out, true},
    {Method::get, "/setup", none, free, get_setup},
    {Method::post, "/setup", none, free, set_up, true},

    {Method::get, "/me", required, as_read, get_me},
    {Method::get, "/agents", required, as_read, list_agents},
    {Method::get, "/inboxes", required, as_read, list_inboxes},

    {Method::get, "/ws", required, as_read, connect, false, true, false, true},

    {Method::get, "/healthz", none, free, get_health},
    {Method::get, "/readyz", none, free, get_readiness},
    {Method::get, "/metrics", optional, free, get_metrics},
    {Method::get, "/openapi.json", none, free, get_openapi},
};

bool changes(Method method) {
  return method == Method::post || method == Method::put || method == Method::patch ||
         method == Method::del;
}

bool has_body(Method method) {
  return method == Method::post || method == Method::put || method == Method::patch;
}

bool is_json(std::string_view type) {
  const std::string_view name = trim(type.substr(0, type.find(';')));
  return equal_ignoring_case(name, "application/json");
}

Result<void> check_body(const Call& call) {
  const net::Request& request = call.request();
  if (!has_body(request.method())) return {};
  if (!is_json(request.header("Content-Type"))) {
    return Error{.code = Code::unsupported,
                 .reason = "unsupported_media_type",
                 .detail = "Send JSON, with Content-Type: application/json.",
                 .field = "Content-Type"};
  }
  const std::string_view coding = request.header("Content-Encoding");
  if (!coding.empty() && !equal_ignoring_case(coding, "identity")) {
    return Error{.code = Code::unsupported,
                 .reason = "unsupported_content_coding",
                 .detail = "Send the body as it is, without Content-Encoding.",
                 .field = "Content-Encoding"};
  }
  return {};
}

// Rows have no entity tag, so a change with If-Match is refused.
bool conditions_hold(const Call& call) {
  return net::check_preconditions(call.request(), {}) != net::Precondition::failed;
}

Result<void> take(const Call& call, Charge charge) {
  switch (charge) {
    case Charge::read:
      return call.api().rates().read(call.principal());
    case Charge::change:
      return call.api().rates().change(call.principal());
    case Charge::none:
      break;
  }
  return {};
}

// The checks of every route (C3): Origin, credential, rate, body. Then the handler.
void enter(Api& api, const Route& route, net::Responder responder) {
  const auto call = std::make_shared<Call>(api, std::move(responder));
  call->automatic = route.automatic;
  const bool uses_credential = route.credential == Credential::required;
  const Result<void> origin = route.socket ? check_socket_origin(*call)
                              : changes(route.method)
                                  ? check_origin(*call, route.own_pages_only, uses_credential)
                                  : Result<void>();
  if (!origin) return call->fail(origin.error());
  authenticate(call, route.credential, [call, &route] {
    // Staff only: any client can become a visitor.
    if (call->principal().staff()) call->responder().protect(source_of(call->principal()));
    if (const auto body = check_body(*call); !body) return call->fail(body.error());
    if (route.conditional) call->conditions_hold = conditions_hold(*call);
    if (const auto paid = take(*call, route.charge); !paid) return call->fail(paid.error());
    route.handler(call);
  });
}

}  // namespace

std::span<const Route> routes() { return table; }

}  // namespace walkie::api

namespace walkie {

void Api::register_routes(net::Router& router) {
  for (const api::Route& route : api::routes()) {
    auto handler = [this, &route](const net::Request&, net::Responder responder) {
      api::enter(*this, route, std::move(responder));
    };
    router.add(route.method, route.pattern, std::move(handler), {.websocket = route.socket});
  }
  auto serve = [this](const net::Request&, net::Responder responder) {
    api::serve_page(std::make_shared<api::Call>(*this, std::move(responder)));
  };
  router.fallback(std::move(serve),
                  [this](const net::Request& request) { return api::has_page(*this, request); });
  router.options([this](const net::Request& request, std::string_view allow) {
    return api::preflight(*this, request, allow);
  });
  router.decorate([this](const net::Request& request, net::Response& response) {
    api::decorate(*this, request, response);
  });
}

}  // namespace walkie

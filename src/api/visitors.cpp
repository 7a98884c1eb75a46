#include "actions/create_visitor.h"
#include "api/cookies.h"
#include "api/handlers.h"
#include "api/rates.h"
#include "dispatch/dispatch.h"
#include "wire/answers.h"
#include "wire/bodies.h"

namespace walkie::api {

void create_visitor(const CallPtr& call) {
  const auto body = wire::parse_create_visitor(call->request().body());
  if (!body) return call->fail(body.error());
  const bool known = call->principal().kind == PrincipalKind::visitor;
  Rates::ChargePtr charge;
  if (!known) {
    auto allowed = call->api().rates().new_visitor(call->request().peer_address());
    if (!allowed) return call->fail(allowed.error());
    charge = std::move(*allowed);
  }
  actions::CreateVisitor verb;
  verb.inbox_id = body->inbox_id;
  verb.name = body->name;
  verb.email = body->email;
  call->api().dispatch().run(
      call->loop(), call->principal(), std::move(verb),
      [call, charge](const Result<actions::NewVisitor>& answer) {
        if (charge) charge->settle(answer);
        if (!answer) return call->fail(answer.error());
        const std::string& token = answer->created ? answer->token : call->token;
        net::Response response;
        response.status = answer->created ? 201 : 200;
        response.set("Content-Type", "application/json");
        response.set("Cache-Control", "no-store");
        response.add("Set-Cookie", session_cookie(*call, PrincipalKind::visitor, token));
        response.body = wire::visitor_answer(answer->visitor, token);
        call->respond(std::move(response));
      });
}

}  // namespace walkie::api

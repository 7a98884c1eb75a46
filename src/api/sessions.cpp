#include "actions/sign_in.h"
#include "actions/sign_out.h"
#include "api/auth.h"
#include "api/handlers.h"
#include "dispatch/dispatch.h"
#include "wire/answers.h"
#include "wire/bodies.h"

namespace walkie::api {
namespace {

void answer_signed_in(const CallPtr& call, const Result<actions::SignedIn>& answer) {
  if (!answer) return call->fail(answer.error());
  net::Response response;
  response.status = 201;
  response.set("Content-Type", "application/json");
  response.set("Cache-Control", "no-store");
  response.add("Set-Cookie", agent_cookie(*call, answer->token));
  response.body = wire::signed_in_answer(answer->agent);
  call->respond(std::move(response));
}

}  // namespace

void sign_in(const CallPtr& call) {
  auto body = wire::parse_sign_in(call->request().body());
  if (!body) return call->fail(body.error());
  call->api().dispatch().sign_in(
      call->loop(),
      SignInRequest{std::move(body->email), std::move(body->password),
                    call->request().peer_address()},
      [call](const Result<actions::SignedIn>& answer) { answer_signed_in(call, answer); });
}

void sign_out(const CallPtr& call) {
  call->api().dispatch().run(call->loop(), call->principal(), actions::SignOut{},
                             [call](const Result<actions::SignOut::Answer>& answer) {
                               if (!answer) return call->fail(answer.error());
                               net::Response response;
                               response.status = 204;
                               response.add("Set-Cookie", cleared_cookie(*call));
                               call->respond(std::move(response));
                             });
}

void set_up(const CallPtr& call) {
  auto body = wire::parse_set_up(call->request().body());
  if (!body) return call->fail(body.error());
  call->api().dispatch().set_up(
      call->loop(),
      SetUpRequest{std::move(body->token), std::move(body->email), std::move(body->name),
                   std::move(body->password)},
      [call](const Result<actions::SignedIn>& answer) { answer_signed_in(call, answer); });
}

}  // namespace walkie::api

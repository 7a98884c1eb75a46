#include "actions/set_up.h"
#include "actions/sign_in.h"
#include "actions/sign_out.h"
#include "api/auth.h"
#include "api/cookies.h"
#include "api/handlers.h"
#include "api/reading.h"
#include "chat/permissions.h"
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
  response.add("Set-Cookie", session_cookie(*call, PrincipalKind::agent, answer->token));
  response.add("Set-Cookie", device_cookie(*call, answer->device));
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
                    call->request().peer_address(), sent_device(*call)},
      [call](const Result<actions::SignedIn>& answer) { answer_signed_in(call, answer); });
}

void sign_out(const CallPtr& call) {
  call->api().dispatch().run(call->loop(), call->principal(), actions::SignOut{},
                             [call](const Result<actions::SignOut::Answer>& answer) {
                               if (!answer) return call->fail(answer.error());
                               net::Response response;
                               response.status = 204;
                               response.add("Set-Cookie",
                                            cleared_cookie(*call, call->principal().kind));
                               call->respond(std::move(response));
                             });
}

// With the token of a link as Bearer: whether the link is valid. The page asks before it shows the
// form.
void get_setup(const CallPtr& call) {
  if (const auto entered = enter_read(*call); !entered) return call->fail(entered.error());
  const auto answer = [call](bool is_set_up) { call->json(200, wire::setup_answer(is_set_up)); };
  const auto token = bearer_token(call->request());
  if (token) {
    return call->api().dispatch().run(
        call->loop(), console_principal(), actions::CheckSetupLink{*token},
        [call, answer](const Result<actions::CheckSetupLink::Answer>& good) {
          if (!good) return call->fail(good.error());
          answer(false);
        },
        read_options(*call));
  }
  call->api().dispatch().run(
      call->loop(), console_principal(), actions::IsSetUp{},
      [call, answer](const Result<bool>& is_set_up) {
        if (!is_set_up) return call->fail(is_set_up.error());
        answer(*is_set_up);
      },
      read_options(*call));
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

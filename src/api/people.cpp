#include "actions/list_people.h"
#include "api/handlers.h"
#include "dispatch/dispatch.h"
#include "wire/answers.h"

namespace walkie::api {

void get_me(const CallPtr& call) {
  call->api().dispatch().run(
      call->loop(), call->principal(), actions::GetMe{}, [call](const Result<actions::Me>& answer) {
        if (!answer) return call->fail(answer.error());
        call->json(200, wire::me_answer(answer->principal, answer->email, answer->inboxes));
      });
}

void list_agents(const CallPtr& call) {
  call->api().dispatch().run(call->loop(), call->principal(), actions::ListAgents{},
                             [call](const Result<std::vector<Agent>>& answer) {
                               if (!answer) return call->fail(answer.error());
                               call->json(200, wire::agent_list(*answer));
                             });
}

void list_inboxes(const CallPtr& call) {
  call->api().dispatch().run(call->loop(), call->principal(), actions::ListInboxes{},
                             [call](const Result<std::vector<Inbox>>& answer) {
                               if (!answer) return call->fail(answer.error());
                               call->json(200,
                                          wire::inbox_list(*answer, call->principal().admin()));
                             });
}

}  // namespace walkie::api

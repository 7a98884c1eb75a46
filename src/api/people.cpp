#include "actions/list_people.h"
#include "actions/pages.h"
#include "api/handlers.h"
#include "api/reading.h"
#include "wire/answers.h"

namespace walkie::api {
namespace {

// A list in ascending order of id. The cursor is the id of the last row of the previous page.
template <class Row, class Size>
std::string cut(std::vector<Row>& rows, const actions::Context& context, const Size& size) {
  const auto most = actions::answer_bytes(context.principal, context.limits);
  const std::size_t count = fitting(rows, most, size);
  if (count == rows.size()) return {};
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(count), rows.end());
  return std::to_string(rows.back().id.value);
}

}  // namespace

void get_me(const CallPtr& call) {
  read(call, actions::GetMe{}, [](const actions::Context& context, actions::Me me) {
    // GET /inboxes has all of them, when they are too many for this answer.
    cut(me.inboxes, context,
        [](const Inbox& inbox) { return wire::inbox_list({inbox}, false).size(); });
    return wire::me_answer(me.principal, me.email, me.inboxes);
  });
}

void list_agents(const CallPtr& call) {
  const auto after = call->query_integer("cursor", 1);
  if (!after) return call->fail(after.error());
  read(call, actions::ListAgents{AgentId{after->value_or(0)}},
       [](const actions::Context& context, std::vector<Agent> agents) {
         const std::string next = cut(
             agents, context, [](const Agent& agent) { return wire::agent_list({agent}).size(); });
         return wire::agent_list(agents, next);
       });
}

void list_inboxes(const CallPtr& call) {
  const auto after = call->query_integer("cursor", 1);
  if (!after) return call->fail(after.error());
  const bool origins = call->principal().admin();
  read(call, actions::ListInboxes{InboxId{after->value_or(0)}},
       [origins](const actions::Context& context, std::vector<Inbox> inboxes) {
         const std::string next = cut(inboxes, context, [origins](const Inbox& inbox) {
           return wire::inbox_list({inbox}, origins).size();
         });
         return wire::inbox_list(inboxes, origins, next);
       });
}

}  // namespace walkie::api

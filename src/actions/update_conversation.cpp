#include "actions/update_conversation.h"

#include "actions/visible.h"
#include "chat/permissions.h"
#include "chat/transitions.h"

namespace walkie::actions {
namespace {

Error bad_assignee() {
  return {.code = Code::bad_request,
          .reason = "bad_assignee",
          .detail = "assignee_id must be an active agent who is a member of this inbox, or null.",
          .field = "assignee_id"};
}

}  // namespace

Result<ConversationRow> UpdateConversation::run(const Context& context, Transaction& store,
                                                Outcome& outcome) const {
  const Principal& asker = context.principal;
  Result<Conversation> loaded = visible_conversation(context, store, conversation_id);
  if (!loaded) return std::move(loaded).error();
  Conversation& conversation = *loaded;
  if (!may_update(asker, conversation)) return staff_only("changing a conversation");

  const Status new_status = status.value_or(conversation.status);
  const AgentId new_assignee = assignee_id.value_or(conversation.assignee_id);
  std::string assignee_name;
  if (new_assignee) {
    std::optional<Agent> agent = store.agent(new_assignee);
    const bool changes = new_assignee != conversation.assignee_id;
    if (changes && (!agent || !may_be_assigned(*agent, conversation))) return bad_assignee();
    if (agent) assignee_name = agent->name;
  }
  if (new_status != conversation.status || new_assignee != conversation.assignee_id) {
    conversation.status = new_status;
    conversation.assignee_id = new_assignee;
    touch(conversation, context.now);
    conversation.last_seq = store.next_seq(conversation.id, Channel::everyone);
    Event event =
        update_event(conversation, assignee_name, asker, conversation.last_seq, context.now);
    store.save_conversation(conversation);
    store.add_event(event);
    outcome.events.push_back(std::move(event));
    outcome.rows.push_back(changed_row(conversation));
  }
  return row_of(store, conversation, &asker, context.limits);
}

}  // namespace walkie::actions

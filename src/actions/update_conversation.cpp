#include "actions/update_conversation.h"

#include "actions/conversation_rows.h"
#include "actions/load.h"
#include "actions/tell_changes.h"
#include "chat/permissions.h"

namespace walkie::actions {
namespace {

Error bad_assignee() {
  return {.code = Code::bad_request,
          .reason = "bad_assignee",
          .detail = "'assignee_id' must be null or an active agent who is a member of this inbox.",
          .field = "assignee_id"};
}

}  // namespace

Result<ConversationRow> UpdateConversation::run(const Context& context, Transaction& store,
                                                Outcome& outcome) const {
  const Principal& asker = context.principal;
  Result<Conversation> loaded = load_conversation(context, store, conversation_id);
  if (!loaded) return std::move(loaded).error();
  Conversation& conversation = *loaded;
  if (!may_update(asker, conversation)) return staff_only("changing a conversation");

  const Conversation before = tracked_part(conversation);
  values.copy_to(conversation);
  if (conversation.assignee_id && conversation.assignee_id != before.assignee_id) {
    const std::optional<Agent> agent = store.agent(conversation.assignee_id);
    if (!agent || !may_be_assigned(*agent, conversation)) return bad_assignee();
  }
  if (tell_changes(context, store, before, conversation, outcome)) {
    store.save_conversation(conversation);
    outcome.rows.push_back(changed_row(conversation));
  }
  return conversation_row(store, conversation, &asker, context.limits);
}

}  // namespace walkie::actions

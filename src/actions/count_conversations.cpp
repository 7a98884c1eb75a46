#include "actions/count_conversations.h"

#include "actions/inbox_scope.h"
#include "chat/permissions.h"

namespace walkie::actions {

Result<ConversationCounts> CountConversations::run(const Context& context, View& store) const {
  Result<ConversationFilter> filter = scope_of(context, inbox_id);
  if (!filter) return std::move(filter).error();
  if (!may_count_conversations(context.principal)) return staff_only("counting conversations");
  const int most = static_cast<int>(context.limits.counted_max);
  filter->where.set(&Conversation::status, Status::open);
  ConversationCounts counts;
  counts.all = store.count_conversations(*filter, most);
  filter->where.set(&Conversation::assignee_id, AgentId{});
  counts.unassigned = store.count_conversations(*filter, most);
  if (context.principal.kind == PrincipalKind::agent) {  // nothing is ever assigned to a bot
    filter->where.set(&Conversation::assignee_id, AgentId{context.principal.id});
    counts.mine = store.count_conversations(*filter, most);
  }
  return counts;
}

}  // namespace walkie::actions

#include "actions/list_conversations.h"

#include "actions/conversation_rows.h"
#include "actions/inbox_scope.h"
#include "actions/pages.h"

namespace walkie::actions {

Result<ConversationPage> ListConversations::run(const Context& context, View& store) const {
  Result<ConversationFilter> filter = scope_of(context, inbox_id);
  if (!filter) return std::move(filter).error();
  const int size = page_size(limit, context.limits);
  filter->where = where;
  filter->before_at = cursor.before_at;
  filter->before_id = cursor.before_id;
  filter->limit = size + 1;  // one more tells whether there is a next page

  std::vector<Conversation> found = store.conversations(*filter);
  ConversationPage page;
  if (static_cast<int>(found.size()) > size) {
    found.resize(static_cast<std::size_t>(size));
    page.next = ConversationCursor{found.back().last_message_at, found.back().id};
  }
  page.items.reserve(found.size());
  for (const Conversation& conversation : found) {
    page.items.push_back(conversation_row(store, conversation, &context.principal, context.limits));
  }
  return page;
}

void ConversationPage::keep(std::size_t count) {
  if (count >= items.size()) return;
  items.resize(count);
  const Conversation& last = items.back().conversation;
  next = ConversationCursor{last.last_message_at, last.id};
}

}  // namespace walkie::actions

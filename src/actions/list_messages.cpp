#include "actions/list_messages.h"

#include "actions/visible.h"
#include "chat/permissions.h"

namespace walkie::actions {

Result<MessagePage> ListMessages::run(const Context& context, View& store) const {
  Result<Conversation> conversation = visible_conversation(context, store, conversation_id);
  if (!conversation) return std::move(conversation).error();
  if (channel == Channel::staff && !may_read_staff_log(context.principal, *conversation)) {
    return staff_only("reading notes");
  }
  const int size = page_size(limit, context.limits);
  MessageFilter filter;
  filter.conversation_id = conversation_id;
  filter.channel = channel;
  if (before_seq) filter.before_seq = *before_seq;
  if (after_seq) filter.after_seq = *after_seq;
  filter.newest_first = !after_seq;
  filter.limit = size + 1;  // one more tells whether there is a next page

  MessagePage page;
  page.items = store.messages(filter);
  page.head_seq = conversation->head(channel);
  page.epoch = store.epoch();
  page.more = static_cast<int>(page.items.size()) > size;
  if (page.more) {
    if (filter.newest_first) {
      page.items.erase(page.items.begin());
    } else {
      page.items.pop_back();
    }
    page.next = filter.newest_first ? page.items.front().seq : page.items.back().seq;
  }
  return page;
}

Result<Message> GetMessage::run(const Context& context, View& store) const {
  Result<VisibleMessage> found = visible_message(context, store, message_id);
  if (!found) return std::move(found).error();
  return std::move(found->message);
}

}  // namespace walkie::actions

#include "actions/list_messages.h"

#include "actions/visible.h"
#include "chat/permissions.h"

namespace walkie::actions {

namespace {

// From the page's first message to the one after its last; the first page of a log from its start.
void add_updates(View& store, const ListMessages& asked, int at_most, MessagePage& page) {
  const bool older = page.more && !asked.after_seq;
  const bool later = page.more && asked.after_seq;
  const Seq after = older ? page.items.front().seq - 1 : asked.after_seq.value_or(0);
  const Seq before =
      later ? page.items.back().seq + 1 : asked.before_seq.value_or(page.head_seq + 1);
  page.updates = store.updates(asked.conversation_id, after, before, at_most);
}

}  // namespace

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
  if (updates && channel == Channel::everyone) {
    add_updates(store, *this, static_cast<int>(context.limits.page_max), page);
  }
  return page;
}

Result<Message> GetMessage::run(const Context& context, View& store) const {
  Result<VisibleMessage> found = visible_message(context, store, message_id);
  if (!found) return std::move(found).error();
  return std::move(found->message);
}

}  // namespace walkie::actions

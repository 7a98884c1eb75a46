#include "actions/list_messages.h"

#include "actions/load.h"
#include "actions/pages.h"
#include "chat/permissions.h"

namespace walkie::actions {
namespace {

// The store may have more rows, though there are fewer than were asked for.
bool ended_by_bytes(const std::vector<Message>& items, std::int64_t most) {
  std::int64_t bytes = 0;
  for (const Message& item : items)
    bytes += static_cast<std::int64_t>(item.content.size());
  return bytes >= most;
}

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
  Result<Conversation> conversation = load_conversation(context, store, conversation_id);
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
  filter.content_bytes = answer_bytes(context.principal, context.limits);

  MessagePage page;
  page.newest_first = filter.newest_first;
  page.items = store.messages(filter);
  page.head_seq = conversation->head(channel);
  page.epoch = store.epoch();
  const auto found = static_cast<int>(page.items.size());
  if (found > size) {
    page.keep(page.items.size() - 1);
  } else if (found > 0 && ended_by_bytes(page.items, filter.content_bytes)) {
    filter.limit = 1;
    (filter.newest_first ? filter.before_seq : filter.after_seq) = page.last_seq();
    page.more = !store.messages(filter).empty();
    if (page.more) page.next = page.last_seq();
  }
  if (updates && channel == Channel::everyone) {
    add_updates(store, *this, static_cast<int>(context.limits.page_max), page);
  }
  return page;
}

Seq MessagePage::last_seq() const { return newest_first ? items.front().seq : items.back().seq; }

void MessagePage::keep(std::size_t count) {
  if (count >= items.size()) return;
  const auto surplus = static_cast<std::ptrdiff_t>(items.size() - count);
  if (newest_first) {
    items.erase(items.begin(), items.begin() + surplus);
  } else {
    items.erase(items.end() - surplus, items.end());
  }
  more = true;
  next = last_seq();
  std::erase_if(updates, [this](const Event& update) {
    return newest_first ? update.seq < next : update.seq > next;
  });
}

Result<Message> GetMessage::run(const Context& context, View& store) const {
  Result<LoadedMessage> found = load_message(context, store, message_id);
  if (!found) return std::move(found).error();
  return std::move(found->message);
}

}  // namespace walkie::actions

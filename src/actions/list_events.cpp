#include "actions/list_events.h"

#include <algorithm>

#include "actions/load.h"

namespace walkie::actions {
namespace {

// Why events from `after` to `head` cannot be listed; empty: they can.
std::string_view refusal(std::optional<Seq> after, Seq head, const Limits& limits) {
  if (!after) return {};
  if (*after > head) return "ahead";  // of a history that is no longer there
  if (head - *after > limits.resume_events) return "too_far_behind";
  return {};
}

// Rows of one query: a few rows may fill a resume.
constexpr int kChunk = 32;

// At most resume_events. The event with which the texts reach resume_bytes is the last one. The
// encoder refuses what is longer than that.
std::vector<Event> events_after(View& store, ConversationId id, Channel channel,
                                std::optional<Seq> after, Seq head, const Limits& limits) {
  std::vector<Event> events;
  if (!after || *after == head) return events;
  std::int64_t bytes = 0;
  for (Seq from = *after; bytes < limits.resume_bytes;) {
    const auto left = limits.resume_events - static_cast<std::int64_t>(events.size());
    const auto wanted = static_cast<int>(std::min<std::int64_t>(kChunk, left));
    if (wanted <= 0) break;
    std::vector<Event> chunk = store.events(id, channel, from, wanted);
    if (chunk.empty()) break;
    from = chunk.back().seq;
    const bool last = static_cast<int>(chunk.size()) < wanted || from >= head;
    for (Event& event : chunk) {
      bytes += static_cast<std::int64_t>(event.message.content.size());
      events.push_back(std::move(event));
    }
    if (last) break;
  }
  return events;
}

// L5: the log was trimmed after the cursor.
bool trimmed(const std::vector<Event>& events, std::optional<Seq> after, Seq head) {
  if (!after || *after == head) return false;
  return events.empty() || events.front().seq != *after + 1;
}

}  // namespace

Result<EventPage> ListEvents::run(const Context& context, View& store) const {
  Result<Conversation> conversation = load_conversation(context, store, conversation_id);
  if (!conversation) return std::move(conversation).error();
  const bool staff = may_read_staff_log(context.principal, *conversation);
  const std::optional<Seq> staff_cursor = staff ? staff_after : std::nullopt;

  EventPage page;
  page.epoch = store.epoch();
  page.row = {.conversation_id = conversation->id,
              .inbox_id = conversation->inbox_id,
              .visitor_id = conversation->visitor_id,
              .last_seq = conversation->last_seq,
              .staff_last_seq = conversation->staff_last_seq};
  page.head_seq = conversation->last_seq;
  page.staff_head_seq = staff ? conversation->staff_last_seq : 0;
  if (!epoch.empty() && epoch != page.epoch) {
    page.reset = "epoch";
    return page;
  }
  page.reset = refusal(after, page.head_seq, context.limits);
  if (page.reset.empty()) {
    page.reset = refusal(staff_cursor, page.staff_head_seq, context.limits);
  }
  if (!page.reset.empty()) return page;

  page.events =
      events_after(store, conversation_id, Channel::everyone, after, page.head_seq, context.limits);
  page.staff_events = events_after(store, conversation_id, Channel::staff, staff_cursor,
                                   page.staff_head_seq, context.limits);
  if (trimmed(page.events, after, page.head_seq) ||
      trimmed(page.staff_events, staff_cursor, page.staff_head_seq)) {
    page.reset = "trimmed";
    page.events.clear();
    page.staff_events.clear();
  }
  return page;
}

}  // namespace walkie::actions

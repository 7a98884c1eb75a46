#include "actions/tell_changes.h"

#include "chat/transitions.h"

namespace walkie::actions {

bool tell_changes(const Context& context, Transaction& store, const Conversation& before,
                  Conversation& after, Outcome& outcome) {
  if (FieldValues<Conversation>::changed(before, after).empty()) return false;
  std::string assignee_name;
  if (after.assignee_id) {
    const std::optional<Agent> assignee = store.agent(after.assignee_id);
    if (assignee) assignee_name = assignee->name;
  }
  for (const Channel channel : {Channel::everyone, Channel::staff}) {
    std::optional<Event> event =
        update_event(before, after, channel, assignee_name, context.principal, context.now);
    if (!event) continue;
    const bool everyone = channel == Channel::everyone;
    if (everyone) touch(after, context.now);
    event->seq = store.next_seq(after.id, channel);
    (everyone ? after.last_seq : after.staff_last_seq) = event->seq;
    store.add_event(*event);
    outcome.events.push_back(std::move(*event));
  }
  return true;
}

}  // namespace walkie::actions

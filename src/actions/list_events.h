// What happened in a conversation after a cursor (C5c): the heads, and the events of the logs asked
// for, or that the cursor cannot be served (reset). dispatch/resume.h is its only caller.
#pragma once

#include <optional>

#include "actions/action.h"
#include "chat/permissions.h"

namespace walkie::actions {

struct EventPage {
  std::string epoch;
  ChangedRow row;  // owners and both heads, for the ring; not for the asker
  Seq head_seq = 0;
  Seq staff_head_seq = 0;           // 0 unless the asker is staff
  std::string reset;                // why the cursor cannot be served; empty: it can
  std::vector<Event> events;        // after `after`, ascending
  std::vector<Event> staff_events;  // after `staff_after`, ascending
};

struct ListEvents {
  using Answer = EventPage;
  ConversationId conversation_id;
  std::optional<Seq> after;        // none: no events, only the head
  std::optional<Seq> staff_after;  // ignored unless the asker is staff
  std::string epoch;               // of the cursor; empty: not known, taken as the present one
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

// Lists the events of a conversation after a cursor (C5c): the heads and the events of the logs, or
// a reset when the cursor cannot be used. Called by dispatch/resume.h only.
#pragma once

#include <optional>

#include "actions/action.h"
#include "chat/permissions.h"

namespace walkie::actions {

struct EventPage {
  std::string epoch;
  ChangedRow row;  // for the ring, not for the client
  Seq head_seq = 0;
  Seq staff_head_seq = 0;           // 0 unless the principal is staff
  std::string reset;                // why the cursor cannot be used; empty: it can
  std::vector<Event> events;        // after `after`, ascending
  std::vector<Event> staff_events;  // after `staff_after`, ascending
};

struct ListEvents {
  using Answer = EventPage;
  ConversationId conversation_id;
  std::optional<Seq> after;        // none: no events, only the head
  std::optional<Seq> staff_after;  // ignored unless the principal is staff
  std::string epoch;               // of the cursor; empty: not checked
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions

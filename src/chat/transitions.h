// How a conversation changes: status, assignee, and what a message does to it. Pure; any thread.
#pragma once

#include <optional>

#include "chat/conversation.h"
#include "chat/event.h"
#include "chat/message.h"
#include "chat/principal.h"

namespace walkie {

// Applies a change with an event in the public log, which visitors see. updated_at never goes back,
// even if the wall clock does.
void touch(Conversation& conversation, WallTime now);

// Applies a new public message: preview, time. A visitor's message reopens a conversation that is
// resolved or snoozed.
void apply_message(Conversation& conversation, const Message& message, WallTime now);

Event message_event(EventType type, const Message& message, Seq seq, WallTime at);
// The change from `before` to `after` as an event of one log. The public log has the fields that
// everyone may see, the staff log the others, so a field of staff cannot reach a visitor. nullopt:
// no field of this log changed. `assignee_name`: of the new assignee; empty when there is none.
std::optional<Event> update_event(const Conversation& before, const Conversation& after,
                                  Channel channel, const std::string& assignee_name,
                                  const Principal& actor, WallTime at);

Cause cause_of(PrincipalKind kind, std::int64_t id);

Sender sender_of(const Principal& principal);

}  // namespace walkie

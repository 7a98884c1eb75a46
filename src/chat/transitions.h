// How a conversation changes: status, assignee, and what a message does to it. Pure; any thread.
#pragma once

#include <optional>

#include "chat/conversation.h"
#include "chat/event.h"
#include "chat/message.h"
#include "chat/principal.h"

namespace walkie {

// A change that the visitor sees too, with its event in the public log. Time never runs backwards,
// even if the wall clock does.
void touch(Conversation& conversation, WallTime now);

// What a new public message does: newest text, time; a visitor's message reopens a conversation
// that is resolved or snoozed.
void apply_message(Conversation& conversation, const Message& message, WallTime now);

Event message_event(EventType type, const Message& message, Seq seq, WallTime at);
// The change from `before` to `after` as an event of one log: the public log has what everyone may
// see, the staff log the rest, so that a field of staff has no way to a visitor. Nothing: this log
// has nothing to tell. `assignee_name` of the assignee after it, empty when there is none.
std::optional<Event> update_event(const Conversation& before, const Conversation& after,
                                  Channel channel, const std::string& assignee_name,
                                  const Principal& actor, WallTime at);

Cause cause_of(PrincipalKind kind, std::int64_t id);

Sender sender_of(const Principal& principal);

}  // namespace walkie

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
// that is resolved or snoozed. Answers whether the status changed.
bool apply_message(Conversation& conversation, const Message& message, WallTime now);

Event message_event(EventType type, const Message& message, Seq seq, WallTime at);
// The state of `conversation` as an event; `assignee_name` of its assignee, empty when none.
Event update_event(const Conversation& conversation, const std::string& assignee_name,
                   const Principal& actor, Seq seq, WallTime at);

Sender sender_of(const Principal& principal);

}  // namespace walkie

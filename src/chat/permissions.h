// Permissions: who may see and do what, decided from the principal and the row alone. Pure; any
// thread.
//
// Reading: a visitor reads its own conversations, an agent or bot those of its inboxes, an admin
// all. A principal that may not read a row gets the same answer as for a row that does not exist
// (unknown_conversation), so that ids reveal nothing.
// Changing: a principal that may read a row but not change it gets `forbidden`.
#pragma once

#include "base/result.h"
#include "chat/conversation.h"
#include "chat/limits.h"
#include "chat/message.h"
#include "chat/people.h"
#include "chat/principal.h"

namespace walkie {

// The operator (walkie admin …): may do what an admin may.
Principal console_principal();

// Which fields the principal may see (chat/fields.h).
Audience audience_of(const Principal& principal);

bool member_of(const Principal& principal, InboxId inbox);  // admins: of every inbox

// The fields of a conversation that decide. They never change.
struct ConversationOwners {
  InboxId inbox_id;
  VisitorId visitor_id;
};

bool may_read(const Principal& principal, const ConversationOwners& owners);
bool may_read(const Principal& principal, const Conversation& conversation);
bool may_read_staff_log(const Principal& principal, const Conversation& conversation);
bool may_post(const Principal& principal, const Conversation& conversation);
bool may_note(const Principal& principal, const Conversation& conversation);
bool may_update(const Principal& principal, const Conversation& conversation);
bool may_be_assigned(const Agent& agent, const Conversation& conversation);
// A principal that may not read the conversation has no rights over its messages.
bool may_see_message(const Principal& p, const Conversation& conversation, const Message& message);
bool may_edit(const Principal& p, const Conversation& conversation, const Message& message);
bool wrote(const Principal& principal, const Message& message);
// A sender may restore its own deleted message, with its text, for Limits::restore_s.
bool may_restore(const Principal& principal, const Conversation& conversation,
                 const Message& message, WallTime now, const Limits& limits);
bool may_delete(const Principal& p, const Conversation& conversation, const Message& message);

bool may_see_visitor(const Principal& principal, const Visitor& visitor);
bool may_open_conversation_for(const Principal& principal, const Visitor& visitor);
bool may_list_agents(const Principal& principal);
bool may_list_inbox(const Principal& principal, InboxId inbox);
bool may_see_allowed_origins(const Principal& principal);
bool may_count_conversations(const Principal& principal);
bool may_administer(const Principal& principal);  // agents, keys, inboxes

// The errors.
Error sign_in_required();
Error unknown_conversation();
Error unknown_message();
Error staff_only(std::string_view what);  // "notes", "changing a conversation" …
Error admins_only(std::string_view what);

}  // namespace walkie

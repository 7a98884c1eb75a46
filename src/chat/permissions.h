// Permissions: who may see and do what, decided from the principal and the row alone. Pure; any
// thread.
//
// Seeing: a visitor sees its own conversations, an agent or bot those of the inboxes it is a
// member of, an admin all. A principal that may not see a row gets the same answer as for a row
// that does not exist (unknown_conversation): ids tell nothing.
// Doing: a principal that sees a row but may not do something with it gets `forbidden`.
#pragma once

#include "base/result.h"
#include "chat/conversation.h"
#include "chat/limits.h"
#include "chat/message.h"
#include "chat/people.h"
#include "chat/principal.h"

namespace walkie {

// The operator at the console of the machine (walkie admin …): may what an admin may.
Principal console_principal();

// Which fields of a noun that it may read (chat/fields.h).
Audience audience_of(const Principal& principal);

bool member_of(const Principal& principal, InboxId inbox);  // admins: of every inbox

// What decides over a conversation; all of it is fixed for the conversation's life.
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
// The message's conversation must be given too: losing sight of it ends every right to it.
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

// The answers.
Error sign_in_required();
Error unknown_conversation();
Error unknown_message();
Error staff_only(std::string_view what);  // "notes", "changing a conversation" …
Error admins_only(std::string_view what);

}  // namespace walkie

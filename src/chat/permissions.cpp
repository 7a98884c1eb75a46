#include "chat/permissions.h"

#include <algorithm>

namespace walkie {
namespace {

bool has(const std::vector<InboxId>& inboxes, InboxId inbox) {
  return std::find(inboxes.begin(), inboxes.end(), inbox) != inboxes.end();
}

bool is_visitor(const Principal& principal, VisitorId visitor) {
  return principal.kind == PrincipalKind::visitor && principal.id == visitor.value;
}

}  // namespace

bool wrote(const Principal& principal, const Message& message) {
  return message.sender.kind == principal.kind && message.sender.id == principal.id;
}

Principal console_principal() {
  Principal principal;
  principal.kind = PrincipalKind::agent;
  principal.role = Role::admin;
  principal.name = "console";
  return principal;
}

Audience audience_of(const Principal& principal) {
  if (principal.admin()) return Audience::admin;
  return principal.staff() ? Audience::staff : Audience::everyone;
}

bool member_of(const Principal& principal, InboxId inbox) {
  return principal.admin() || has(principal.inboxes, inbox);
}

bool may_read(const Principal& principal, const ConversationOwners& owners) {
  if (principal.staff()) return member_of(principal, owners.inbox_id);
  return is_visitor(principal, owners.visitor_id);
}

bool may_read(const Principal& principal, const Conversation& conversation) {
  return may_read(principal, {conversation.inbox_id, conversation.visitor_id});
}

bool may_read_staff_log(const Principal& principal, const Conversation& conversation) {
  return principal.staff() && may_read(principal, conversation);
}

bool may_post(const Principal& principal, const Conversation& conversation) {
  return may_read(principal, conversation);
}

bool may_note(const Principal& principal, const Conversation& conversation) {
  return may_read_staff_log(principal, conversation);
}

bool may_update(const Principal& principal, const Conversation& conversation) {
  return principal.staff() && may_read(principal, conversation);
}

bool may_be_assigned(const Agent& agent, const Conversation& conversation) {
  return agent.active && (agent.role == Role::admin || has(agent.inboxes, conversation.inbox_id));
}

bool may_see_message(const Principal& p, const Conversation& conversation, const Message& message) {
  return message.channel == Channel::staff ? may_read_staff_log(p, conversation)
                                           : may_read(p, conversation);
}

bool may_edit(const Principal& p, const Conversation& conversation, const Message& message) {
  return may_see_message(p, conversation, message) && wrote(p, message) && !message.deleted_at;
}

bool may_restore(const Principal& p, const Conversation& conversation, const Message& message,
                 WallTime now, const Limits& limits) {
  if (!message.deleted_at || !message.deleted_by_sender) return false;
  return may_see_message(p, conversation, message) && wrote(p, message) &&
         now.ms - message.deleted_at->ms <= limits.restore_s * 1000;
}

bool may_delete(const Principal& p, const Conversation& conversation, const Message& message) {
  return may_see_message(p, conversation, message) && (wrote(p, message) || p.admin());
}

bool may_see_visitor(const Principal& principal, const Visitor& visitor) {
  return principal.staff() ? member_of(principal, visitor.inbox_id)
                           : is_visitor(principal, visitor.id);
}

bool may_open_conversation_for(const Principal& principal, const Visitor& visitor) {
  return may_see_visitor(principal, visitor);
}

bool may_list_agents(const Principal& principal) { return principal.staff(); }

bool may_list_inbox(const Principal& principal, InboxId inbox) {
  return member_of(principal, inbox);
}

bool may_see_allowed_origins(const Principal& principal) { return principal.admin(); }

bool may_count_conversations(const Principal& principal) { return principal.staff(); }

bool may_administer(const Principal& principal) { return principal.admin(); }

Error sign_in_required() {
  return {.code = Code::unauthorized,
          .reason = "sign_in_required",
          .detail =
              "This request needs a credential: a session cookie, or the header Authorization: "
              "Bearer."};
}

Error unknown_conversation() {
  return {.code = Code::not_found,
          .reason = "conversation_not_found",
          .detail = "The conversation does not exist, or you may not read it."};
}

Error unknown_message() {
  return {.code = Code::not_found,
          .reason = "message_not_found",
          .detail = "The message does not exist, or you may not read it."};
}

Error staff_only(std::string_view what) {
  return {.code = Code::forbidden,
          .reason = "staff_only",
          .detail = "Only agents and bots may do this: " + std::string(what) + "."};
}

Error admins_only(std::string_view what) {
  return {.code = Code::forbidden,
          .reason = "admins_only",
          .detail = "Only admins may do this: " + std::string(what) + "."};
}

}  // namespace walkie

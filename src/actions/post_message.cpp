#include "actions/post_message.h"

#include "actions/conversation_rows.h"
#include "actions/credentials.h"
#include "actions/load.h"
#include "actions/tell_changes.h"
#include "chat/permissions.h"
#include "chat/text.h"
#include "chat/transitions.h"

namespace walkie::actions {
namespace {

Result<void> check(const PostMessage& post, const Context& context) {
  if (post.sender_is_agent && *post.sender_is_agent != context.principal.staff()) {
    return Error{
        .code = Code::forbidden,
        .reason = "role_mismatch",
        .detail =
            "'sender_is_agent' does not agree with the credential. Leave the field out: the "
            "credential decides.",
        .field = "sender_is_agent"};
  }
  if (post.content_type != "text") {
    return Error{.code = Code::bad_request,
                 .reason = "bad_content_type",
                 .detail = "'content_type' must be \"text\".",
                 .field = "content_type"};
  }
  if (!post.client_id.empty()) {
    Result<void> id = check_client_id(post.client_id, context.limits);
    if (!id) return id;
  }
  return check_content(post.content, context.limits);
}

// Whether the request is the same. A message that was edited or deleted does not have its first
// text any more, so its text is not compared.
bool same_body(const PostMessage& post, const Message& original) {
  if (post.channel != original.channel) return false;
  return original.edited_at || original.deleted_at || post.content == original.content;
}

Error client_id_reused() {
  return {.code = Code::conflict,
          .reason = "client_id_reused",
          .detail = "Another message has this client_id. Use a new one for each message.",
          .field = "client_id"};
}

std::optional<Message> original_of(const PostMessage& post, const Principal& asker,
                                   Transaction& store) {
  if (post.client_id.empty()) return std::nullopt;
  return store.message_by_client_id(post.conversation_id, asker.kind, asker.id, post.client_id);
}

Result<PostedMessage> repeated(const PostMessage& post, const Conversation& conversation,
                               Message original) {
  if (!same_body(post, original)) return client_id_reused();
  return PostedMessage{PostedMessage::How::repeated, std::move(original),
                       conversation.head(post.channel)};
}

// Only an agent who may read the conversation gets here, so it may be assigned.
bool takes(const PostMessage& post, const Principal& asker, const Conversation& conversation) {
  return post.take && asker.kind == PrincipalKind::agent && !conversation.assignee_id;
}

}  // namespace

Result<PostedMessage> PostMessage::run(const Context& context, Transaction& store,
                                       Outcome& outcome) const {
  const Principal& asker = context.principal;
  Result<Conversation> loaded = load_conversation(context, store, conversation_id);
  if (!loaded) return std::move(loaded).error();
  Conversation& conversation = *loaded;
  if (!may_post(asker, conversation)) return unknown_conversation();
  if (channel == Channel::staff && !may_note(asker, conversation)) return staff_only("notes");
  Result<void> fine = check(*this, context);
  if (!fine) return std::move(fine).error();

  if (expected_head_seq && asker.staff() && channel == Channel::everyone &&
      *expected_head_seq < conversation.last_seq) {
    std::optional<Message> came =
        store.answer_of_another(conversation.id, *expected_head_seq, asker.kind, asker.id);
    if (came) {
      // S1b goes before S5: a repeat gets its original even when there are newer messages.
      if (std::optional<Message> original = original_of(*this, asker, store)) {
        return repeated(*this, conversation, std::move(*original));
      }
      return PostedMessage{PostedMessage::How::conflict, std::move(*came), conversation.last_seq};
    }
  }

  Message message;
  message.conversation_id = conversation.id;
  message.channel = channel;
  message.client_id = client_id.empty() ? make_client_id(context.now, context.random) : client_id;
  message.sender = sender_of(asker);
  message.content = content;
  message.created_at = context.now;
  message.seq = conversation.head(channel) + 1;
  message.id = store.add_message(message);
  if (!message.id) {
    std::optional<Message> original = original_of(*this, asker, store);
    // Neither new nor a repeat: the store has failed, and answers with its own error.
    if (!original) return unknown_conversation();
    return repeated(*this, conversation, std::move(*original));
  }
  store.next_seq(conversation.id, channel);
  outcome.events.push_back(
      message_event(EventType::new_message, message, message.seq, context.now));

  Seq head_seq = message.seq;
  if (channel == Channel::everyone) {
    conversation.last_seq = message.seq;
    const Conversation before = tracked_part(conversation);
    apply_message(conversation, message, context.now);
    if (takes(*this, asker, conversation)) conversation.assignee_id = AgentId{asker.id};
    tell_changes(context, store, before, conversation, outcome);
    head_seq = conversation.last_seq;
    store.save_conversation(conversation);
  } else {
    conversation.staff_last_seq =
        message.seq;  // nothing else changes: visitors see the other fields (L6)
  }
  outcome.rows.push_back(changed_row(conversation));
  return PostedMessage{PostedMessage::How::created, std::move(message), head_seq};
}

}  // namespace walkie::actions

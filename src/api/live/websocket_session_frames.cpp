// The handling of each frame of a client.
#include <algorithm>

#include "actions/mark_read.h"
#include "actions/post_message.h"
#include "api/head_conflict.h"
#include "api/live/websocket_session.h"
#include "api/origins.h"
#include "api/rates.h"
#include "base/utf8.h"
#include "chat/permissions.h"
#include "dispatch/channels.h"
#include "dispatch/dispatch.h"
#include "wire/answers.h"
#include "wire/frames_out.h"

namespace walkie::api {
namespace {

Error not_subscribed() {
  return Error{
      .code = Code::bad_request,
      .reason = "not_subscribed",
      .detail =
          "This connection is not subscribed to the conversation. Send a subscribe frame first.",
      .field = "conversation_id"};
}

}  // namespace

void WebSocketSession::handle(const wire::SubscribeFrame& frame) {
  subscribe(Cursor{.conversation_id = frame.conversation_id,
                   .after = frame.since,
                   .staff_after = frame.staff_since,
                   .epoch = frame.epoch});
}

void WebSocketSession::handle(const wire::SubscribeInboxFrame&) {
  if (!who_.principal.staff()) return refuse(staff_only("inbox hints"), "", {});
  if (inboxes_.empty()) {
    inboxes_ = who_.principal.inboxes;
    if (who_.principal.admin()) {
      inboxes_.clear();
      for (const Inbox& inbox : api_.origins().inboxes())
        inboxes_.push_back(inbox.id);
    }
    for (const InboxId inbox : inboxes_)
      live_.join(inbox_channel(inbox), *this);
  }
  send(wire::inbox_subscribed_frame());
}

void WebSocketSession::handle(const wire::UnsubscribeFrame& frame) {
  if (const Following* at = following(frame.conversation_id)) {
    mark_last(frame.conversation_id, *at);
  }
  drop(frame.conversation_id);
}

void WebSocketSession::handle(const wire::MessageFrame& frame) {
  touch_credential();
  const wire::PostMessageBody& body = frame.body;
  if (const auto allowed = api_.rates().message(who_.principal); !allowed) {
    return refuse(allowed.error(), body.client_id, body.conversation_id);
  }
  actions::PostMessage verb;
  verb.conversation_id = body.conversation_id;
  verb.channel = body.channel;
  verb.content = body.content;
  verb.content_type = body.content_type;
  verb.client_id = body.client_id;
  verb.sender_is_agent = body.sender_is_agent;
  verb.expected_head_seq = body.expected_head_seq;
  verb.take = body.take;
  api_.dispatch().run(live_.executor(), who_.principal, std::move(verb),
                      [weak = weak_from_this(), client_id = body.client_id,
                       id = body.conversation_id](const Result<actions::PostedMessage>& answer) {
                        if (const auto self = weak.lock()) self->posted(answer, client_id, id);
                      });
}

void WebSocketSession::posted(const Result<actions::PostedMessage>& answer,
                              const std::string& client_id, ConversationId id) {
  if (!connection_) return;
  if (!answer) return refuse(answer.error(), client_id, id);
  using How = actions::PostedMessage::How;
  if (answer->how == How::conflict) {
    return refuse(head_conflict(answer->message), client_id, id,
                  wire::head_conflict_members(answer->head_seq, {answer->message}));
  }
  api_.log().info("message saved", {{"connection_id", connection_->id().value},
                                    {"conversation_id", id.value},
                                    {"message_id", answer->message.id.value},
                                    {"seq", answer->message.seq},
                                    {"repeat", answer->how == How::repeated}});
  send(wire::ack_frame(answer->message, answer->head_seq, answer->how == How::created));
}

// A visitor's typing is sent to staff only, with the text if typing_text_bytes allows it (decision
// 0123). An agent's typing is sent to all readers of the conversation. "stopped" is sent at most
// once for each "typing". It is never delayed, so that deleted text disappears from the agents'
// screens at once.
void WebSocketSession::handle(const wire::TypingFrame& frame) {
  touch_credential();
  Following* at = following(frame.conversation_id);
  if (at == nullptr || !at->subscription->joined()) {
    return refuse(not_subscribed(), "", frame.conversation_id);
  }
  const Limits& limits = api_.limits();
  if (frame.stopped) {
    if (!at->typing) return;
  } else if (!api_.rates().typing(who_.principal, frame.conversation_id)) {
    return;
  }
  at->typing = !frame.stopped;
  const bool staff = who_.principal.staff();
  const std::string_view text =
      staff || frame.stopped
          ? std::string_view()
          : utf8_prefix(frame.text, static_cast<std::size_t>(limits.typing_text_bytes));
  const std::string bytes = wire::typing_frame(frame.conversation_id, who_.principal, text,
                                               frame.stopped ? 0 : limits.typing_expiry_ms);
  api_.dispatch().publish(
      conversation_channel(frame.conversation_id, staff ? Channel::everyone : Channel::staff),
      SharedBytes(bytes));
  if (staff) return;
  // The list shows agents that a visitor types, without the text. Only readers of the conversation
  // get the text.
  const std::string hint = wire::typing_frame(frame.conversation_id, who_.principal, {},
                                              frame.stopped ? 0 : limits.typing_expiry_ms);
  for (const InboxId inbox : who_.principal.inboxes)
    api_.dispatch().publish(inbox_channel(inbox), SharedBytes(hint));
}

void WebSocketSession::handle(const wire::ReadFrame& frame) {
  touch_credential();
  mark(frame.conversation_id, frame.seq, frame.seq);
}

void WebSocketSession::handle(const wire::ReceivedFrame& frame) {
  mark(frame.conversation_id, 0, frame.seq);
}

void WebSocketSession::mark(ConversationId id, Seq read_seq, Seq received_seq) {
  Following* at = following(id);
  if (at == nullptr || !at->subscription->joined()) return refuse(not_subscribed(), "", id);
  at->read_wanted = std::max(at->read_wanted, read_seq);
  at->received_wanted = std::max(at->received_wanted, received_seq);
  if (!at->marking) mark_now(id, *at);
}

void WebSocketSession::mark_now(ConversationId id, Following& at) {
  at.marking = true;
  // Too fast: the position is kept and saved later, together with newer ones.
  if (const auto may = api_.rates().change(who_.principal); !may) {
    const Duration wait(std::int64_t{may.error().retry_after_s} * 1000);
    live_.executor().post_after(wait, [weak = weak_from_this(), id] {
      const auto self = weak.lock();
      Following* again = self && self->connection_ ? self->following(id) : nullptr;
      if (again != nullptr) self->mark_now(id, *again);
    });
    return;
  }
  actions::MarkRead verb;
  verb.conversation_id = id;
  verb.read_seq = std::exchange(at.read_wanted, 0);
  verb.received_seq = std::exchange(at.received_wanted, 0);
  api_.dispatch().run(live_.executor(), who_.principal, verb,
                      [weak = weak_from_this(), id](const Result<actions::ReadMark>& answer) {
                        const auto self = weak.lock();
                        if (!self || !self->connection_) return;
                        if (!answer) self->refuse(answer.error(), "", id);
                        Following* again = self->following(id);
                        if (again == nullptr) return;
                        again->marking = false;
                        if (again->read_wanted > 0 || again->received_wanted > 0) {
                          self->mark_now(id, *again);
                        }
                      });
}

// Who reads and leaves at once has read: what waits behind a mark under way is brought all the
// same.
void WebSocketSession::mark_last(ConversationId id, const Following& at) {
  if (at.read_wanted == 0 && at.received_wanted == 0) return;
  actions::MarkRead verb;
  verb.conversation_id = id;
  verb.read_seq = at.read_wanted;
  verb.received_seq = at.received_wanted;
  api_.dispatch().run(live_.executor(), who_.principal, verb,
                      [](const Result<actions::ReadMark>&) {});
}

void WebSocketSession::handle(const wire::PingFrame&) {
  wire::Heads heads;
  wire::Heads staff_heads;
  for (const auto& [id, at] : followings_) {
    if (!at.subscription->joined()) continue;
    heads.emplace_back(id, at.subscription->head(Channel::everyone));
    staff_heads.emplace_back(id, at.subscription->head(Channel::staff));
  }
  const bool staff = who_.principal.staff();
  send(wire::pong_frame(heads, staff ? std::optional(std::move(staff_heads)) : std::nullopt));
}

// A frame of a newer client: ignored (SPEC.md, Frames), with a line in the debug log.
void WebSocketSession::handle(const wire::UnknownFrame& frame) {
  api_.log().debug("unknown frame",
                   {{"connection_id", connection_->id().value}, {"type", frame.type}});
}

}  // namespace walkie::api

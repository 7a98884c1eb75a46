#include "actions/delete_message.h"
#include "actions/edit_message.h"
#include "actions/list_messages.h"
#include "actions/pages.h"
#include "actions/post_message.h"
#include "api/changing.h"
#include "api/handlers.h"
#include "api/head_conflict.h"
#include "api/rates.h"
#include "api/reading.h"
#include "chat/permissions.h"
#include "wire/answers.h"
#include "wire/bodies.h"

namespace walkie::api {
namespace {

void answer_posted(const CallPtr& call, const Result<actions::PostedMessage>& answer) {
  if (!answer) return call->fail(answer.error());
  using How = actions::PostedMessage::How;
  const Message& message = answer->message;
  if (answer->how == How::conflict) {
    return call->fail(head_conflict(message),
                      wire::head_conflict_members(answer->head_seq, {message}));
  }
  call->api().log().info("message saved", {{"request_id", call->id()},
                                           {"conversation_id", message.conversation_id.value},
                                           {"message_id", message.id.value},
                                           {"seq", message.seq},
                                           {"repeat", answer->how == How::repeated}});
  if (answer->how == How::repeated) {
    return call->json(200, wire::message_answer(message, answer->head_seq));
  }
  const SharedBytes frame =
      call->api().dispatch().recent_frame(message.conversation_id, message.channel, message.seq);
  call->json(201, frame.empty() ? wire::message_answer(message, answer->head_seq)
                                : wire::message_answer(frame.view(), answer->head_seq));
}

void answer_changed(const CallPtr& call, const Result<actions::ChangedMessage>& answer) {
  if (!answer) return call->fail(answer.error());
  call->json(200, wire::message_answer(answer->message, answer->head_seq));
}

Result<actions::ListMessages> list_from(const Call& call) {
  actions::ListMessages verb;
  const auto conversation = call.query_integer("conversation_id", 1);
  if (!conversation) return conversation.error();
  if (!*conversation) {
    return Error{.code = Code::bad_request,
                 .reason = "missing_field",
                 .detail = "'conversation_id' is missing.",
                 .field = "conversation_id"};
  }
  verb.conversation_id = ConversationId{**conversation};
  const auto channel = call.query_channel();
  if (!channel) return channel.error();
  verb.channel = *channel;
  const auto before = call.query_integer("before_seq", 0);
  if (!before) return before.error();
  verb.before_seq = *before;
  const auto after = call.query_integer("after_seq", 0);
  if (!after) return after.error();
  verb.after_seq = *after;
  const auto limit = call.query_integer("limit", 1, call.api().limits().page_max);
  if (!limit) return limit.error();
  verb.limit = static_cast<int>(limit->value_or(0));
  const std::string updates = call.request().query("updates").value_or("false");
  if (updates != "true" && updates != "false") {
    return Error{.code = Code::bad_request,
                 .reason = "bad_value",
                 .detail = "'updates' must be true or false.",
                 .field = "updates"};
  }
  verb.updates = updates == "true";
  return verb;
}

// From the newest to the oldest. clang 14 cannot compile libstdc++'s std::ranges::reverse_view.
struct Backwards {
  auto begin() const { return items.rbegin(); }
  auto end() const { return items.rend(); }
  const std::vector<Message>& items;
};

// Shortens the page to the bytes of one answer, as escaped JSON. The updates between the messages
// count too.
void fit(actions::MessagePage& page, std::int64_t most) {
  const auto size = [](const Message& message) { return wire::message_answer(message).size(); };
  const auto updates = wire::message_list({}, 0, 0, {}, &page.updates).size();
  most -= static_cast<std::int64_t>(updates);
  page.keep(page.newest_first ? fitting(Backwards{page.items}, most, size)
                              : fitting(page.items, most, size));
}

}  // namespace

void post_message(const CallPtr& call) {
  auto body = wire::parse_post_message(call->request().body());
  if (!body) return call->fail(body.error());
  const auto allowed = call->api().rates().message(call->principal());
  if (!allowed) return call->fail(allowed.error());
  actions::PostMessage verb;
  verb.conversation_id = body->conversation_id;
  verb.channel = body->channel;
  verb.content = std::move(body->content);
  verb.content_type = std::move(body->content_type);
  verb.client_id = std::move(body->client_id);
  verb.sender_is_agent = body->sender_is_agent;
  verb.expected_head_seq = body->expected_head_seq;
  verb.take = body->take;
  change(call, std::move(verb),
         [call](const Result<actions::PostedMessage>& answer) { answer_posted(call, answer); });
}

void list_messages(const CallPtr& call) {
  const auto verb = list_from(*call);
  if (!verb) return call->fail(verb.error());
  const bool asked = verb->updates;
  read(call, *verb, [asked](const actions::Context& context, actions::MessagePage page) {
    fit(page, actions::answer_bytes(context.principal, context.limits));
    return wire::message_list(page.items, page.more ? page.next : 0, page.head_seq, page.epoch,
                              asked ? &page.updates : nullptr);
  });
}

void get_message(const CallPtr& call) {
  const auto id = call->path_id("message_id");
  if (!id) return call->fail(unknown_message());
  read(call, actions::GetMessage{MessageId{*id}},
       [](const actions::Context&, const Message& message) {
         return wire::message_answer(message);
       });
}

void edit_message(const CallPtr& call) {
  const auto id = call->path_id("message_id");
  if (!id) return call->fail(unknown_message());
  auto body = wire::parse_edit_message(call->request().body());
  if (!body) return call->fail(body.error());
  const auto allowed = call->api().rates().message(call->principal());
  if (!allowed) return call->fail(allowed.error());
  actions::EditMessage verb{MessageId{*id}, std::move(body->content)};
  change(call, std::move(verb),
         [call](const Result<actions::ChangedMessage>& answer) { answer_changed(call, answer); });
}

void delete_message(const CallPtr& call) {
  const auto id = call->path_id("message_id");
  if (!id) return call->fail(unknown_message());
  change(call, actions::DeleteMessage{MessageId{*id}},
         [call](const Result<actions::ChangedMessage>& answer) { answer_changed(call, answer); });
}

}  // namespace walkie::api

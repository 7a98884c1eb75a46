#include "actions/count_conversations.h"
#include "actions/get_conversation.h"
#include "actions/list_conversations.h"
#include "actions/mark_read.h"
#include "actions/open_conversation.h"
#include "actions/pages.h"
#include "actions/update_conversation.h"
#include "api/changing.h"
#include "api/conversation_cursor.h"
#include "api/conversation_filters.h"
#include "api/handlers.h"
#include "api/rates.h"
#include "api/reading.h"
#include "chat/permissions.h"
#include "wire/answers.h"
#include "wire/bodies.h"

namespace walkie::api {
namespace {

wire::RowKind row_kind(const Call& call) {
  return call.principal().staff() ? wire::RowKind::staff : wire::RowKind::visitor;
}

Result<actions::ListConversations> list_from(const Call& call) {
  actions::ListConversations verb;
  const auto where = filters_from(call);
  if (!where) return where.error();
  verb.where = *where;
  const auto inbox = call.query_integer("inbox", 1);
  if (!inbox) return inbox.error();
  verb.inbox_id = InboxId{inbox->value_or(0)};
  if (const auto text = call.request().query("cursor")) {
    const auto cursor = cursor_from(*text);
    if (!cursor) return cursor.error();
    verb.cursor = *cursor;
  }
  const auto limit = call.query_integer("limit", 1, call.api().limits().page_max);
  if (!limit) return limit.error();
  verb.limit = static_cast<int>(limit->value_or(0));
  return verb;
}

void answer_row(const CallPtr& call, const Result<ConversationRow>& answer, int status) {
  if (!answer) return call->fail(answer.error());
  const Seq head = answer->conversation.last_seq;
  call->json(status, wire::conversation_answer(*answer, row_kind(*call), head));
}

}  // namespace

void open_conversation(const CallPtr& call) {
  const auto body = wire::parse_open_conversation(call->request().body());
  if (!body) return call->fail(body.error());
  const auto charge =
      call->api().rates().new_conversation(call->principal(), call->request().peer_address());
  if (!charge) return call->fail(charge.error());
  const actions::OpenConversation verb{body->inbox_id, body->visitor_id};
  change(call, verb, [call, charge = *charge](const Result<ConversationRow>& answer) {
    charge->settle(answer);
    answer_row(call, answer, 201);
  });
}

void list_conversations(const CallPtr& call) {
  auto verb = list_from(*call);
  if (!verb) return call->fail(verb.error());
  read(call, *verb,
       [reader = row_kind(*call)](const actions::Context& context, actions::ConversationPage page) {
         const auto size = [reader](const ConversationRow& row) {
           return wire::conversation_answer(row, reader).size();
         };
         const auto most = actions::answer_bytes(context.principal, context.limits);
         page.keep(fitting(page.items, most, size));
         const std::string next = page.next ? cursor_text(*page.next) : std::string();
         return wire::conversation_list(page.items, reader, next);
       });
}

void count_conversations(const CallPtr& call) {
  const auto inbox = call->query_integer("inbox", 1);
  if (!inbox) return call->fail(inbox.error());
  read(call, actions::CountConversations{InboxId{inbox->value_or(0)}},
       [](const actions::Context&, const actions::ConversationCounts& counts) {
         return wire::conversation_counts(counts.mine, counts.unassigned, counts.all);
       });
}

void get_conversation(const CallPtr& call) {
  const auto id = call->path_id("conversation_id");
  if (!id) return call->fail(unknown_conversation());
  read(call, actions::GetConversation{ConversationId{*id}},
       [reader = row_kind(*call)](const actions::Context&, const ConversationRow& row) {
         return wire::conversation_answer(row, reader);
       });
}

void change_conversation(const CallPtr& call) {
  const auto id = call->path_id("conversation_id");
  if (!id) return call->fail(unknown_conversation());
  const auto body = wire::parse_change_conversation(call->request().body());
  if (!body) return call->fail(body.error());
  const actions::UpdateConversation verb{ConversationId{*id}, *body};
  change(call, verb,
         [call](const Result<ConversationRow>& answer) { answer_row(call, answer, 200); });
}

void mark_read(const CallPtr& call) {
  const auto id = call->path_id("conversation_id");
  if (!id) return call->fail(unknown_conversation());
  const auto body = wire::parse_mark_read(call->request().body());
  if (!body) return call->fail(body.error());
  const actions::MarkRead verb{ConversationId{*id}, body->seq, body->seq};
  change(call, verb, [call](const Result<actions::ReadMark>& answer) {
    if (!answer) return call->fail(answer.error());
    call->json(200, wire::read_answer(answer->position, answer->head_seq));
  });
}

}  // namespace walkie::api

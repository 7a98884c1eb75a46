// GET /conversations/{id}/events: a page, a long-poll or a stream after a cursor (H5a).
#include "api/connection_counts.h"
#include "api/handlers.h"
#include "api/live/long_poll.h"
#include "api/live/stream.h"
#include "api/plain_number.h"
#include "api/reading.h"
#include "chat/permissions.h"
#include "net/accept.h"

namespace walkie::api {
namespace {

struct EventCursor {
  std::optional<Seq> after;
  std::string epoch;
};

// When a browser's EventSource reconnects, it uses its first URL again. Its Last-Event-ID header,
// EPOCH:SEQ or SEQ, is newer than the cursor in the URL.
Result<EventCursor> cursor_of(const Call& call) {
  std::string_view last = call.request().header("Last-Event-ID");
  EventCursor cursor;
  cursor.epoch = call.query_text("epoch");
  if (last.empty()) {
    const auto after = call.query_integer("after", 0);
    if (!after) return after.error();
    cursor.after = *after;
    return cursor;
  }
  if (const std::size_t colon = last.find(':'); colon != std::string_view::npos) {
    cursor.epoch = last.substr(0, colon);
    last.remove_prefix(colon + 1);
  }
  cursor.after = plain_number(last);
  if (cursor.after) return cursor;
  return Error{.code = Code::bad_request,
               .reason = "bad_value",
               .detail = "'Last-Event-ID' must be the id of an event: EPOCH:SEQ, or SEQ.",
               .field = "Last-Event-ID"};
}

Result<LongPoll::Ask> ask_of(const Call& call, ConversationId id) {
  const Limits& limits = call.api().limits();
  LongPoll::Ask ask;
  const auto channel = call.query_channel();
  if (!channel) return channel.error();
  if (*channel == Channel::staff && !call.principal().staff()) return unknown_conversation();
  ask.channel = *channel;
  auto cursor = cursor_of(call);
  if (!cursor) return cursor.error();
  ask.cursor.conversation_id = id;
  (ask.channel == Channel::staff ? ask.cursor.staff_after : ask.cursor.after) = cursor->after;
  ask.cursor.epoch = std::move(cursor->epoch);
  const auto limit = call.query_integer("limit", 1, limits.resume_events);
  if (!limit) return limit.error();
  ask.limit = limit->value_or(limits.resume_events);
  const auto wait = call.query_integer("wait", 0, limits.long_poll_wait_ms / 1000);
  if (!wait) return wait.error();
  ask.wait = std::chrono::seconds(wait->value_or(0));
  return ask;
}

// Whether text/event-stream is named with at least the quality of JSON. A wildcard means JSON.
bool wants_stream(const net::Request& request) {
  const net::MediaQuality stream = net::media_quality(request, "text/event-stream");
  const net::MediaQuality json = net::media_quality(request, "application/json");
  return stream.named && stream.quality > 0 && stream.quality >= json.quality;
}

}  // namespace

void list_events(const CallPtr& call) {
  const auto id = call->path_id("conversation_id");
  if (!id) return call->fail(unknown_conversation());
  auto ask = ask_of(*call, ConversationId{*id});
  if (!ask) return call->fail(ask.error());
  LiveLoop& live = call->api().live(call->loop());
  const bool stream = wants_stream(call->request());
  if (!stream && ask->wait.count() == 0) {
    if (const auto entered = enter_read(*call); !entered) return call->fail(entered.error());
    return LongPoll::start(std::make_shared<LongPoll>(call, live, std::move(*ask)));
  }
  if (stream && call->api().draining()) {
    return call->fail(come_again());
  }
  if (call->responder().in_reserve()) return call->fail(nearly_full());
  auto slot =
      call->api().connection_counts().enter(call->principal(), call->request().peer_address());
  if (!slot) return call->fail(slot.error());
  if (!stream) {
    ask->slot = std::move(*slot);
    return LongPoll::start(std::make_shared<LongPoll>(call, live, std::move(*ask)));
  }
  EventStream::start(std::make_shared<EventStream>(call, live, std::move(*slot), ask->channel),
                     ask->cursor);
}

}  // namespace walkie::api

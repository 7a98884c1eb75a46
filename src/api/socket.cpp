// GET /ws: the checks before the upgrade, in the order of C3. Net has checked method, version and
// key; routes.cpp has checked Origin and credential.
#include <algorithm>

#include "api/auth.h"
#include "api/connection_counts.h"
#include "api/handlers.h"
#include "api/live/live_handler.h"
#include "dispatch/dispatch.h"
#include "wire/errors.h"

namespace walkie::api {
namespace {

constexpr std::string_view protocol = "walkie.v1";

Result<std::optional<FirstSubscription>> first_of(const Call& call) {
  const auto id = call.query_integer("conversation_id", 1);
  if (!id) return id.error();
  const auto since = call.query_integer("since", 0);
  if (!since) return since.error();
  const auto staff_since = call.query_integer("staff_since", 0);
  if (!staff_since) return staff_since.error();
  if (!*id) return std::optional<FirstSubscription>();
  FirstSubscription first;
  first.cursor.conversation_id = ConversationId{**id};
  first.cursor.after = *since;
  first.cursor.staff_after = *staff_since;
  first.cursor.epoch = call.query_text("epoch");
  return std::optional(std::move(first));
}

void upgrade(const CallPtr& call, std::optional<FirstSubscription> first) {
  if (call->api().draining()) {
    return call->fail(come_again());
  }
  if (call->responder().in_reserve()) return call->fail(nearly_full());
  auto slot =
      call->api().connection_counts().enter(call->principal(), call->request().peer_address());
  if (!slot) return call->fail(slot.error());
  const auto offered = call->request().websocket_protocols();
  const bool named = std::find(offered.begin(), offered.end(), protocol) != offered.end();
  auto session = std::make_shared<WebSocketSession>(call->api(), call->api().live(call->loop()),
                                                    call->who, std::move(*slot), std::move(first));
  call->note(101);
  const std::weak_ptr<WebSocketSession> weak = session;
  call->responder().upgrade(named ? protocol : std::string_view(),
                            std::make_unique<LiveHandler>(std::move(session)));
  check_again(*call, [weak](const Error& refusal) {
    const auto self = weak.lock();
    if (!self) return;
    const bool ended = refusal.code == Code::unauthorized;
    self->leave(ended ? close::signed_out : wire::error_row(refusal.code).close);
  });
}

}  // namespace

void connect(const CallPtr& call) {
  auto first = first_of(*call);
  if (!first) return call->fail(first.error());
  if (!*first) return upgrade(call, std::nullopt);
  // Checks before the upgrade whether the client may read the conversation. The answer is the same
  // for a conversation that does not exist.
  const Cursor cursor = (*first)->cursor;
  call->api().dispatch().may_follow(call->loop(), call->principal(), cursor,
                                    [call, first = std::move(*first)](const Result<void>& answer) {
                                      if (!answer) return call->fail(answer.error());
                                      upgrade(call, first);
                                    });
}

}  // namespace walkie::api

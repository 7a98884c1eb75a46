#include "api/live/websocket_session.h"

#include "api/origins.h"
#include "api/presence.h"
#include "api/rates.h"
#include "dispatch/channels.h"
#include "dispatch/dispatch.h"
#include "dispatch/revocation.h"
#include "wire/errors.h"
#include "wire/frames_out.h"
#include "wire/rows.h"

namespace walkie::api {
namespace {

// Visitors have no idle limit. The time of their last use is saved at most this often.
constexpr Duration visitor_touch_interval(600'000);

const CloseCode& close_code_of(actions::Revocation::Why why) {
  switch (why) {
    case actions::Revocation::Why::signed_out:
      return close::signed_out;
    case actions::Revocation::Why::removed:
      return close::forbidden;
    case actions::Revocation::Why::replaced:
      return close::replaced;
    case actions::Revocation::Why::credential_expired:
      return close::credential_expired;
  }
  return close::signed_out;
}

}  // namespace

WebSocketSession::WebSocketSession(Api& api, LiveLoop& live, actions::Authenticated who,
                                   std::shared_ptr<ConnectionCounts::Slot> slot,
                                   std::optional<FirstSubscription> first)
    : api_(api),
      live_(live),
      who_(std::move(who)),
      slot_(std::move(slot)),
      first_(std::move(first)),
      frames_({static_cast<double>(api.limits().frames_per_s),
               static_cast<double>(api.limits().frames_burst)},
              api.clock().now()),
      touched_at_(who_.touch_due ? Instant{INT64_MIN / 2} : api.clock().now()) {}

WebSocketSession::~WebSocketSession() = default;

void WebSocketSession::open(std::shared_ptr<net::Connection> connection) {
  connection_ = std::move(connection);
  live_.enter(*this);
  live_.join(principal_channel(who_.principal.kind, who_.principal.id), *this);
  api_.log().info("connected", {{"connection_id", connection_->id().value},
                                {"kind", to_string(who_.principal.kind)},
                                {"principal_id", who_.principal.id},
                                {"peer", connection_->peer_address()}});
  send_ready();
  if (first_) subscribe(std::move(first_->cursor));
  first_.reset();
}

void WebSocketSession::send_ready() {
  const Limits& limits = api_.limits();
  wire::Ready ready;
  ready.connection_id = connection_->id();
  ready.server_time = api_.clock().wall();
  ready.epoch = api_.epoch();
  ready.ping_interval_ms = limits.ping_interval_ms;
  ready.ping_timeout_ms = limits.ping_timeout_ms;
  ready.frame_bytes = limits.frame_bytes;
  ready.content_bytes = limits.content_bytes;
  ready.subscriptions = limits.subscriptions_per_connection;
  ready.typing_text_bytes = limits.typing_text_bytes;
  send(wire::ready_frame(ready, who_.principal));
}

void WebSocketSession::closed(int code) {
  if (!connection_) return;
  api_.log().info("disconnected", {{"connection_id", connection_->id().value},
                                   {"principal_id", who_.principal.id},
                                   {"code", code}});
  drop_everything();
  live_.exit(*this);
  connection_.reset();
  slot_.reset();
}

// Nothing is delivered after this.
void WebSocketSession::drop_everything() {
  waiting_.clear();
  while (!followings_.empty())
    drop(followings_.begin()->first);
  for (const InboxId inbox : inboxes_)
    live_.leave(inbox_channel(inbox), *this);
  inboxes_.clear();
  live_.leave(principal_channel(who_.principal.kind, who_.principal.id), *this);
}

void WebSocketSession::leave(const CloseCode& code) {
  if (!connection_) return;
  const auto connection = connection_;
  const auto keep = shared_from_this();
  closed(code.number);
  connection->close(code.number, code.reason);
}

void WebSocketSession::say_bye(std::int64_t reconnect_in_ms) {
  send(wire::bye_frame(reconnect_in_ms, "draining"));
}

void WebSocketSession::deliver(hub::Channel channel, const SharedBytes& bytes, Delivery delivery) {
  if (channel_kind(channel) == ChannelKind::inbox) {
    if (connection_) connection_->send(bytes, delivery);
    return;
  }
  const auto revocation = revocation_for(who_.principal, bytes.view());
  if (revocation) leave(close_code_of(revocation->why));
}

void WebSocketSession::send(const std::string& frame, Delivery delivery) {
  if (connection_) connection_->send(SharedBytes(frame), delivery);
}

void WebSocketSession::refuse(const Error& error, std::string_view client_id, ConversationId id,
                              std::string_view members) {
  send(wire::error_frame(error, client_id, id, members));
}

void WebSocketSession::on_joined(Subscription& subscription, const Backlog& backlog) {
  const auto staff_head =
      subscription.staff() ? std::optional(backlog.staff_head_seq) : std::nullopt;
  send(wire::subscribed_frame(subscription.id(), backlog.epoch, backlog.head_seq, staff_head));
  started(subscription.id());
}

bool WebSocketSession::has_room(std::size_t bytes) {
  const auto most = static_cast<std::size_t>(api_.limits().slow_queue_bytes) / 2;
  return connection_ && connection_->queued_bytes() + bytes <= most;
}

void WebSocketSession::on_frame(Subscription&, Channel, Seq, const SharedBytes& bytes,
                                Delivery delivery) {
  if (connection_) connection_->send(bytes, delivery);
}

void WebSocketSession::on_reset(Subscription& subscription, const Backlog& backlog) {
  send(wire::reset_frame(subscription.id(), Channel::everyone, backlog.epoch, backlog.head_seq,
                         backlog.reset));
  if (!subscription.staff()) return;
  send(wire::reset_frame(subscription.id(), Channel::staff, backlog.epoch, backlog.staff_head_seq,
                         backlog.reset));
}

void WebSocketSession::on_synced(Subscription& subscription) {
  const auto staff_head =
      subscription.staff() ? std::optional(subscription.head(Channel::staff)) : std::nullopt;
  send(wire::synced_frame(subscription.id(), subscription.head(Channel::everyone), staff_head));
  Following* at = following(subscription.id());
  bool told = false;
  if (at != nullptr && !at->present) {
    at->present = true;
    told = api_.presence().enter(subscription.id(), who_.principal);
  }
  if (!told) send(api_.presence().frame(subscription.id()), Delivery::ephemeral);
}

void WebSocketSession::on_refused(Subscription& subscription, const Error& error, bool joined) {
  const ConversationId id = subscription.id();
  // A live reader with a gap that it cannot fill must reconnect and resume.
  if (joined) return leave(close::gap);
  refuse(error, "", id);
  drop(id);
}

WebSocketSession::Following* WebSocketSession::following(ConversationId id) {
  const auto found = followings_.find(id);
  return found == followings_.end() ? nullptr : &found->second;
}

void WebSocketSession::subscribe(Cursor cursor) {
  const ConversationId id = cursor.conversation_id;
  // A second subscription begins at the new cursor. Presence does not change.
  bool present = false;
  if (const auto found = followings_.find(id); found != followings_.end()) {
    present = found->second.present;
    take_out(found);
  }
  const std::int64_t most = api_.limits().subscriptions_per_connection;
  if (most > 0 && static_cast<std::int64_t>(followings_.size()) >= most) {
    if (present) api_.presence().exit(id, who_.principal, live_.executor());
    return refuse(Error{.code = Code::too_many,
                        .reason = "too_many_subscriptions",
                        .detail = "One connection may have at most " + std::to_string(most) +
                                  " subscriptions."},
                  "", id);
  }
  Following& at = followings_[id];
  at.present = present;
  at.subscription = std::make_shared<Subscription>(live_, api_.dispatch(), who_.principal,
                                                   std::move(cursor), *this);
  waiting_.push_back(id);
  start_waiting();
}

// Starts a few subscriptions at a time, and not faster than its principal may read. A connection
// that subscribes again and again loads the store as much as one that subscribes once.
void WebSocketSession::start_waiting() {
  while (!paused_ && connection_ && !waiting_.empty() && starting_ < kStarting) {
    if (const auto may = api_.rates().read(who_.principal); !may) {
      paused_ = true;
      const Duration wait(std::int64_t{may.error().retry_after_s} * 1000);
      live_.executor().post_after(wait, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        self->paused_ = false;
        self->start_waiting();
      });
      return;
    }
    Following& at = followings_.at(waiting_.front());
    waiting_.erase(waiting_.begin());
    at.starting = true;
    ++starting_;
    at.subscription->start();
  }
}

void WebSocketSession::started(ConversationId id) {
  Following* at = following(id);
  if (at == nullptr || !std::exchange(at->starting, false)) return;
  --starting_;
  start_waiting();
}

void WebSocketSession::take_out(Followings::iterator at) {
  at->second.subscription->stop();
  if (at->second.starting) --starting_;
  std::erase(waiting_, at->first);
  followings_.erase(at);
}

void WebSocketSession::drop(ConversationId id) {
  const auto found = followings_.find(id);
  if (found == followings_.end()) return;
  const bool present = found->second.present;
  take_out(found);
  if (present) api_.presence().exit(id, who_.principal, live_.executor());
  start_waiting();
}

void WebSocketSession::receive(std::string_view text) {
  if (!connection_) return;
  const auto keep = shared_from_this();
  if (!frames_.take(api_.clock().now())) return leave(close::rate_limited);
  wire::FrameSubject subject;
  const Result<wire::ClientFrame> frame = wire::parse_frame(text, subject);
  if (!frame) {
    refuse(frame.error(), subject.client_id, subject.conversation_id);
    const std::int64_t most = api_.limits().bad_frames;
    if (++bad_frames_ == most) leave(close::bad_request);
    return;
  }
  std::visit([this](const auto& one) { handle(one); }, *frame);
}

// Actions of a person count as use of the session: writing, typing, reading. Frames that a client
// sends by itself do not: ping, received, subscribe.
void WebSocketSession::touch_credential() {
  const Instant now = api_.clock().now();
  const Duration agent_interval(api_.limits().session_touch_s * 1000);
  const bool staff = who_.principal.staff();
  if (now - touched_at_ < (staff ? agent_interval : visitor_touch_interval)) return;
  touched_at_ = now;
  api_.dispatch().touch(live_.executor(), who_);
}

}  // namespace walkie::api

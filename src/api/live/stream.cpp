#include "api/live/stream.h"

#include "api/auth.h"
#include "api/presence.h"
#include "dispatch/channels.h"
#include "dispatch/dispatch.h"
#include "dispatch/revocation.h"
#include "wire/frames_out.h"

namespace walkie::api {
namespace {

// H2: a client that receives nothing for 25 s knows that the connection is dead.
constexpr Duration beat_interval(20'000);
// How long a browser waits before it reconnects. Browsers have different defaults.
constexpr std::int64_t retry_ms = 2'000;

}  // namespace

EventStream::EventStream(CallPtr call, LiveLoop& live, std::shared_ptr<ConnectionCounts::Slot> slot,
                         Channel channel)
    : call_(std::move(call)), live_(live), slot_(std::move(slot)), channel_(channel) {}

void EventStream::start(const std::shared_ptr<EventStream>& stream, Cursor cursor) {
  stream->self_ = stream;
  const Principal& reader = stream->call_->principal();
  stream->live_.join(principal_channel(reader.kind, reader.id), *stream);
  stream->live_.enter(*stream);
  stream->subscription_ = std::make_shared<Subscription>(
      stream->live_, stream->call_->api().dispatch(), reader, std::move(cursor), *stream);
  stream->subscription_->start();
  check_again(*stream->call_, [weak = std::weak_ptr(stream)](const Error&) {
    if (const auto self = weak.lock(); self && self->self_) self->leave(close::server_error);
  });
}

void EventStream::on_joined(Subscription& subscription, const Backlog& backlog) {
  net::Response head;
  head.set("Content-Type", "text/event-stream; charset=utf-8");
  head.set("Cache-Control", "no-store");
  head.set("X-Accel-Buffering", "no");  // nginx would delay the events
  stream_ = call_->responder().start_stream(std::move(head));
  call_->note(200);
  if (!stream_) return end();
  stream_->on_close([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->end();
  });
  const auto staff_head =
      subscription.staff() ? std::optional(backlog.staff_head_seq) : std::nullopt;
  epoch_ = backlog.epoch;
  say_retry(retry_ms);
  write(wire::subscribed_frame(subscription.id(), epoch_, backlog.head_seq, staff_head),
        Delivery::durable);
  beat();
}

void EventStream::on_frame(Subscription&, Channel log, Seq seq, const SharedBytes& bytes,
                           Delivery delivery) {
  // A stream has one cursor, so the other log has its own stream.
  if (seq == 0) return write(bytes.view(), delivery);
  if (log == channel_) write(bytes.view(), delivery, seq);
}

void EventStream::on_reset(Subscription& subscription, const Backlog& backlog) {
  const bool staff = channel_ == Channel::staff;
  epoch_ = backlog.epoch;
  write(wire::reset_frame(subscription.id(), channel_, backlog.epoch,
                          staff ? backlog.staff_head_seq : backlog.head_seq, backlog.reset),
        Delivery::durable);
}

void EventStream::on_synced(Subscription& subscription) {
  const auto staff_head =
      subscription.staff() ? std::optional(subscription.head(Channel::staff)) : std::nullopt;
  // With an id, so that a browser without a cursor, or after a reset, reconnects from here.
  write(wire::synced_frame(subscription.id(), subscription.head(Channel::everyone), staff_head),
        Delivery::durable, subscription.head(channel_));
  Presence& presence = call_->api().presence();
  const bool told = !present_ && presence.enter(subscription.id(), call_->principal());
  present_ = true;
  if (!told) write(presence.frame(subscription.id()), Delivery::ephemeral);
}

// A stream that has not begun is empty, so it has room.
bool EventStream::has_room(std::size_t bytes) {
  const auto most = static_cast<std::size_t>(call_->api().limits().slow_queue_bytes) / 2;
  return bytes + (stream_ ? stream_->queued_bytes() : 0) <= most;
}

void EventStream::on_refused(Subscription&, const Error& error, bool joined) {
  if (!joined) call_->fail(error);
  end();
}

void EventStream::write(std::string_view frame, Delivery delivery, std::optional<Seq> seq) {
  if (!stream_) return;
  std::string text;
  text.reserve(frame.size() + 64);
  if (seq) text.append("id: ").append(epoch_).append(":").append(std::to_string(*seq)).append("\n");
  text += "data: ";
  text += frame;  // JSON without line breaks
  text += "\n\n";
  stream_->write(SharedBytes(text), delivery);
}

void EventStream::beat() {
  beat_ = live_.executor().post_after(beat_interval, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self || !self->stream_) return;
    const Subscription& at = *self->subscription_;
    const wire::Heads heads{{at.id(), at.head(Channel::everyone)}};
    const wire::Heads staff{{at.id(), at.head(Channel::staff)}};
    self->write(wire::pong_frame(heads, at.staff() ? std::optional(staff) : std::nullopt),
                Delivery::ephemeral);
    self->beat();
  });
}

// Part of the next event.
void EventStream::say_retry(std::int64_t after_ms) {
  if (!stream_) return;
  stream_->write(SharedBytes("retry: " + std::to_string(after_ms) + "\n"), Delivery::durable);
}

void EventStream::say_bye(std::int64_t reconnect_in_ms) {
  say_retry(reconnect_in_ms);
  write(wire::bye_frame(reconnect_in_ms, "draining"), Delivery::durable);
}

void EventStream::leave(const CloseCode&) {
  if (!stream_) {
    call_->fail(Error{.code = Code::unavailable,
                      .detail = "The server closed the stream before it began. Try again.",
                      .retry_after_s = 2});
  }
  end();
}

void EventStream::deliver(hub::Channel, const SharedBytes& bytes, Delivery) {
  if (revocation_for(call_->principal(), bytes.view())) leave(close::signed_out);
}

void EventStream::end() {
  const auto keep = std::exchange(self_, nullptr);
  if (!keep) return;
  live_.executor().cancel(beat_);
  const Principal& reader = call_->principal();
  subscription_->stop();
  if (present_) {
    call_->api().presence().exit(subscription_->id(), reader, live_.executor());
  }
  live_.leave(principal_channel(reader.kind, reader.id), *this);
  live_.exit(*this);
  // The client must see the end of the stream, so that it reconnects with its cursor. A stream that
  // is only released would stay open.
  if (stream_) stream_->close();
  stream_.reset();
  slot_.reset();
}

}  // namespace walkie::api

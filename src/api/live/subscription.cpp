#include "api/live/subscription.h"

#include "api/live/live_loop.h"
#include "dispatch/channels.h"
#include "dispatch/dispatch.h"

namespace walkie::api {
namespace {

// Held while the backlog is read. When there are more, the log is read again.
constexpr std::size_t most_held = 64;

}  // namespace

Subscription::Subscription(LiveLoop& live, Dispatch& dispatch, const Principal& principal,
                           Cursor cursor, Follower& follower)
    : live_(live),
      dispatch_(dispatch),
      principal_(principal),
      follower_(follower),
      cursor_(std::move(cursor)),
      staff_(principal.staff()) {}

Subscription::~Subscription() { stop(); }

void Subscription::start() {
  listening_ = true;
  live_.follow(*this);
  live_.join(conversation_channel(id()), *this);
  if (staff_) live_.join(conversation_channel(id(), Channel::staff), *this);
  catch_up();
}

void Subscription::stop() {
  if (!listening_) return;
  listening_ = false;
  live_.unfollow(*this);
  live_.leave(conversation_channel(id()), *this);
  if (staff_) live_.leave(conversation_channel(id(), Channel::staff), *this);
}

void Subscription::catch_up() {
  pending_ = true;
  dispatch_.resume(
      live_.executor(), principal_, cursor_,
      [weak = weak_from_this()](Result<Backlog> answer) {
        const auto self = weak.lock();
        if (self && self->listening_) self->on_backlog(std::move(answer));
      },
      ReadOptions{.client = follower_.client()});
}

void Subscription::on_backlog(Result<Backlog> answer) {
  pending_ = false;
  if (!answer) {
    const bool had_begun = joined_;
    stop();
    follower_.on_refused(*this, answer.error(), had_begun);
    return;
  }
  fit(*answer);
  const auto keep = shared_from_this();  // the follower may destroy this in any of its calls
  const bool first = !joined_;
  if (first) begin(*answer);
  if (!listening_) return;
  if (!answer->reset.empty()) {
    public_.last = answer->head_seq;
    notes_.last = answer->staff_head_seq;
    follower_.on_reset(*this, *answer);
  } else {
    hand_over(Channel::everyone, answer->frames);
    if (staff_) hand_over(Channel::staff, answer->staff_frames);
  }
  public_.hole = notes_.hole = false;
  release_held(Channel::everyone);
  release_held(Channel::staff);
  if (!listening_) return;
  if (public_.hole || notes_.hole) {
    return read_on();
  }
  if (first || !answer->reset.empty()) follower_.on_synced(*this);
}

// A connection with a full queue gets no backlog: it would be closed as too slow, reconnect with
// the same cursor, and be closed again.
void Subscription::fit(Backlog& backlog) {
  std::size_t bytes = 0;
  for (const auto* frames : {&backlog.frames, &backlog.staff_frames}) {
    for (const Frame& frame : *frames)
      bytes += frame.bytes.size();
  }
  if (bytes == 0 || follower_.has_room(bytes)) return;
  backlog.reset = "too_far_behind";
  backlog.frames.clear();
  backlog.staff_frames.clear();
}

void Subscription::begin(const Backlog& backlog) {
  joined_ = true;
  public_.last = cursor_.after.value_or(backlog.head_seq);
  notes_.last = cursor_.staff_after.value_or(backlog.staff_head_seq);
  cursor_.epoch = backlog.epoch;
  follower_.on_joined(*this, backlog);
}

void Subscription::hand_over(Channel channel, Seq seq, const SharedBytes& bytes) {
  log(channel).last = seq;
  follower_.on_frame(*this, channel, seq, bytes, Delivery::durable);
}

void Subscription::hand_over(Channel channel, const std::vector<Frame>& frames) {
  for (const Frame& frame : frames) {
    if (!listening_) return;
    if (frame.seq > log(channel).last) hand_over(channel, frame.seq, frame.bytes);
  }
}

void Subscription::release_held(Channel channel) {
  Log& at = log(channel);
  const auto held = std::exchange(at.held, {});
  for (const auto& [seq, bytes] : held) {
    if (!listening_) return;
    if (seq <= at.last) continue;
    if (seq == at.last + 1) {
      hand_over(channel, seq, bytes);
    } else {
      at.hole = true;
    }
  }
}

void Subscription::hold(Log& at, Seq seq, const SharedBytes& bytes) {
  if (at.held.size() >= most_held) {
    // Too many events to hold: they are read from the log later.
    at.held.clear();
  }
  at.held.emplace_back(seq, bytes);
}

void Subscription::deliver(hub::Channel channel, const SharedBytes& bytes, Delivery delivery) {
  const Channel which =
      channel_kind(channel) == ChannelKind::staff ? Channel::staff : Channel::everyone;
  const Seq seq = live_.delivered_seq();
  if (seq == 0) {
    // Ephemeral frames are sent only after it is known that the reader may read.
    if (joined_) follower_.on_frame(*this, which, 0, bytes, delivery);
    return;
  }
  Log& at = log(which);
  if (pending_) return hold(at, seq, bytes);
  if (seq <= at.last) return;
  if (seq == at.last + 1) return hand_over(which, seq, bytes);
  hold(at, seq, bytes);
  read_on();
}

void Subscription::read_on() {
  cursor_.after = public_.last;
  if (staff_) cursor_.staff_after = notes_.last;
  catch_up();
}

bool Subscription::compare(Seq last_seq, Seq staff_last_seq) {
  const bool behind = last_seq > public_.last || (staff_ && staff_last_seq > notes_.last);
  if (!joined_ || pending_ || !behind) return false;
  read_on();
  return true;
}

}  // namespace walkie::api

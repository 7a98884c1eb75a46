#include "api/live/long_poll.h"

#include <algorithm>

#include "actions/pages.h"
#include "api/auth.h"
#include "api/read_slots.h"
#include "chat/permissions.h"
#include "dispatch/channels.h"
#include "dispatch/dispatch.h"
#include "dispatch/revocation.h"
#include "wire/answers.h"
#include "wire/errors.h"

namespace walkie::api {
namespace {

constexpr Duration presence_check(1000);

}  // namespace

LongPoll::LongPoll(CallPtr call, LiveLoop& live, Ask ask)
    : call_(std::move(call)), live_(live), ask_(std::move(ask)) {}

void LongPoll::start(const std::shared_ptr<LongPoll>& poll) {
  poll->self_ = poll;
  const Principal& reader = poll->call_->principal();
  poll->live_.join(principal_channel(reader.kind, reader.id), *poll);
  poll->live_.enter(*poll);
  poll->subscription_ = std::make_shared<Subscription>(poll->live_, poll->call_->api().dispatch(),
                                                       reader, poll->ask_.cursor, *poll);
  poll->subscription_->start();
  check_again(*poll->call_, [weak = std::weak_ptr(poll)](const Error& refusal) {
    if (const auto self = weak.lock(); self && self->self_) {
      self->on_refused(*self->subscription_, refusal, false);
    }
  });
}

void LongPoll::on_joined(Subscription&, const Backlog& backlog) { epoch_ = backlog.epoch; }

void LongPoll::on_frame(Subscription&, Channel log, Seq seq, const SharedBytes& bytes, Delivery) {
  if (seq == 0 || log != ask_.channel) return;  // ephemeral frames are not for polling
  keep(bytes);
  if (!synced_ || answering_) return;
  // Events of the same turn go into the same answer.
  answering_ = true;
  live_.executor().post([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->answer();
  });
}

// The client continues after the last event that it gets, so no event may follow one that is left
// out.
void LongPoll::keep(const SharedBytes& frame) {
  const auto size = static_cast<std::int64_t>(frame.size());
  const auto most = actions::answer_bytes(call_->principal(), call_->api().limits());
  full_ = full_ || static_cast<std::int64_t>(frames_.size()) >= ask_.limit ||
          (!frames_.empty() && bytes_ + size > most);
  if (full_) return;
  bytes_ += size;
  frames_.push_back(frame);
}

void LongPoll::on_reset(Subscription&, const Backlog& backlog) {
  const bool staff = ask_.channel == Channel::staff;
  call_->json(200,
              wire::event_reset(backlog.epoch, staff ? backlog.staff_head_seq : backlog.head_seq));
  end();
}

void LongPoll::on_synced(Subscription&) {
  synced_ = true;
  if (!frames_.empty() || ask_.wait.count() == 0 || call_->api().draining()) return answer();
  wait_on(ask_.wait);
}

// Waits in steps, so that a client that has disconnected gives its slot back soon.
void LongPoll::wait_on(Duration left) {
  if (left.count() <= 0) return answer();
  if (!call_->responder().client_present()) return end();
  const Duration step = std::min(left, presence_check);
  timer_ = live_.executor().post_after(step, [weak = weak_from_this(), left, step] {
    if (const auto self = weak.lock()) self->wait_on(left - step);
  });
}

void LongPoll::on_refused(Subscription&, const Error& error, bool) {
  call_->fail(error);
  end();
}

void LongPoll::answer() {
  if (!self_) return;
  if (ask_.slot) {
    // A long-poll that has waited counts as connected until the client has received the answer.
    auto counted = call_->api().reads().enter_answer(std::move(ask_.slot));
    if (!counted) {
      call_->fail(counted.error());
      return end();
    }
    call_->slot = std::move(*counted);
  }
  call_->json(200, wire::event_page(epoch_, subscription_->head(ask_.channel), frames_));
  end();
}

void LongPoll::leave(const CloseCode& code) {
  const auto keep = self_;
  if (synced_) return answer();
  const bool drains = code.number == close::draining.number;
  on_refused(*subscription_, drains ? come_again() : sign_in_required(), false);
}

void LongPoll::deliver(hub::Channel, const SharedBytes& bytes, Delivery) {
  if (!revocation_for(call_->principal(), bytes.view()) || !self_) return;
  call_->fail(sign_in_required());
  end();
}

void LongPoll::end() {
  const auto keep = std::exchange(self_, nullptr);
  if (!keep) return;
  live_.executor().cancel(timer_);
  subscription_->stop();
  const Principal& reader = call_->principal();
  live_.leave(principal_channel(reader.kind, reader.id), *this);
  live_.exit(*this);
}

}  // namespace walkie::api

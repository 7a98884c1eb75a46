#include "tests/simulation/track.h"

#include <algorithm>

namespace walkie::sim {
namespace {

constexpr Duration kPatience(200);

}  // namespace

void Track::offer(const LogEvent& event) {
  if (event.seq <= last_) return;
  head_ = std::max(head_, event.seq);
  if (ignores_gaps_ && known()) {
    last_ = event.seq;
    return hooks_.deliver(event);
  }
  if (held_.size() < kHeld || event.seq == last_ + 1) held_.emplace(event.seq, event);
  if (known()) advance();
}

void Track::saw(Seq head) {
  if (head <= head_) return;
  head_ = head;
  if (known()) advance();
}

void Track::advance() {
  for (auto next = held_.find(last_ + 1); next != held_.end(); next = held_.find(last_ + 1)) {
    const LogEvent event = std::move(next->second);
    held_.erase(next);
    last_ = event.seq;
    hooks_.deliver(event);
  }
  if (head_ > last_) return later(kPatience);
  world_.cancel(timer_);
  waiting_ = false;
}

void Track::later(Duration wait) {
  if (fetching_ || waiting_) return;
  waiting_ = true;
  timer_ = world_.after(wait, [this] {
    waiting_ = false;
    if (!known() || head_ <= last_) return;
    fetching_ = true;
    hooks_.fetch();
  });
}

void Track::fetched() {
  fetching_ = false;
  if (known() && head_ > last_) later(kPatience);
}

void Track::missed() {
  fetching_ = false;
  if (known() && head_ > last_) later(Duration(world_.between(500, 2000)));
}

void Track::forget() {
  world_.cancel(timer_);
  waiting_ = fetching_ = false;
  held_.clear();
  last_ = -1;
  head_ = 0;
}

void Track::restart(Seq head) {
  last_ = head;
  std::erase_if(held_, [head](const auto& entry) { return entry.first <= head; });
  head_ = std::max(head_, head);
  advance();
}

void Track::skip_to(Seq seq) {
  if (known() && seq > last_) restart(seq);
}

}  // namespace walkie::sim

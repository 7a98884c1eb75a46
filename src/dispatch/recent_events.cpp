#include "dispatch/recent_events.h"

#include <algorithm>
#include <utility>

namespace walkie {

void RecentEvents::Frames::pop_front() {
  all_[first_++].bytes = SharedBytes();
  if (first_ * 2 <= all_.size()) return;
  all_.erase(all_.begin(), all_.begin() + first_);
  first_ = 0;
}

void RecentEvents::Frames::clear() {
  all_ = {};
  first_ = 0;
}

RecentEvents::RecentEvents(const Limits& limits, Metrics& metrics)
    : limits_(limits),
      conversations_gauge_(metrics.gauge("walkie_ring_conversations",
                                         "Conversations whose recent events are in memory.")),
      bytes_gauge_(metrics.gauge("walkie_ring_bytes", "Bytes of recent events in memory.")) {}

void RecentEvents::set_epoch(std::string epoch) {
  std::scoped_lock lock(mutex_);
  epoch_ = std::move(epoch);
}

void RecentEvents::add(const Event& event, const SharedBytes& frame,
                       const actions::ChangedRow& row) {
  std::scoped_lock lock(mutex_);
  Recent& recent = touched(row);
  recent.added_at = ++adds_;
  // The row has the head of the other log. Its frames must end there; otherwise they are dropped.
  for (const Channel channel : {Channel::everyone, Channel::staff}) {
    Log& log = recent.logs[static_cast<int>(channel)];
    const Seq head = channel == Channel::everyone ? row.last_seq : row.staff_last_seq;
    if (channel == event.channel) {
      push(log, event, frame);
    } else if (log.head < head) {
      clear(log);
      log.head = head;
    }
  }
  evict();
}

std::uint64_t RecentEvents::mark() {
  std::scoped_lock lock(mutex_);
  return adds_;
}

void RecentEvents::keep(std::uint64_t mark, const actions::ChangedRow& row,
                        const Backlog& backlog) {
  std::scoped_lock lock(mutex_);
  // The entry was added by the writer or another reader, so it is as new or newer.
  if (newest_left_ > mark || recent_.contains(row.conversation_id)) return;
  if (epoch_.empty()) epoch_ = backlog.epoch;
  Recent& recent = touched(row);
  for (const Channel channel : {Channel::everyone, Channel::staff}) {
    Log& log = recent.logs[static_cast<int>(channel)];
    log.head = channel == Channel::everyone ? row.last_seq : row.staff_last_seq;
    const auto& frames = channel == Channel::everyone ? backlog.frames : backlog.staff_frames;
    for (const Frame& frame : frames)
      append(log, frame);
  }
  evict();
}

RecentEvents::Recent& RecentEvents::touched(const actions::ChangedRow& row) {
  auto [found, fresh] = recent_.try_emplace(row.conversation_id);
  Recent& recent = found->second;
  if (fresh) {
    recent.owners = {row.inbox_id, row.visitor_id};
    recent.place = order_.insert(order_.begin(), row.conversation_id);
  } else {
    order_.splice(order_.begin(), order_, recent.place);
  }
  return recent;
}

void RecentEvents::push(Log& log, const Event& event, const SharedBytes& frame) {
  // Known already, from a newer snapshot or from a later event of the same commit.
  if (event.seq < log.head || (event.seq == log.head && !log.frames.empty())) return;
  // The old text of an edited or deleted message must not be sent again: drops the older frames.
  const bool rewrites =
      event.type == EventType::message_edited || event.type == EventType::message_deleted;
  if (rewrites || event.seq != log.head + 1) clear(log);
  log.head = event.seq;
  append(log, {event.seq, frame});
}

void RecentEvents::append(Log& log, const Frame& frame) {
  log.frames.push_back(frame);
  const auto size = static_cast<std::int64_t>(frame.bytes.size());
  log.bytes += size;
  total_bytes_ += size;
  while (static_cast<std::int64_t>(log.frames.size()) > limits_.ring_events ||
         log.bytes > limits_.ring_bytes) {
    drop_front(log);
  }
}

void RecentEvents::drop_front(Log& log) {
  const auto size = static_cast<std::int64_t>(log.frames.front().bytes.size());
  log.frames.pop_front();
  log.bytes -= size;
  total_bytes_ -= size;
}

void RecentEvents::clear(Log& log) {
  total_bytes_ -= log.bytes;
  log.bytes = 0;
  log.frames.clear();
}

void RecentEvents::evict() {
  while (!order_.empty() &&
         (static_cast<std::int64_t>(recent_.size()) > limits_.ring_conversations ||
          total_bytes_ > limits_.ring_total_bytes)) {
    const auto oldest = recent_.find(order_.back());
    newest_left_ = std::max(newest_left_, oldest->second.added_at);
    clear(oldest->second.logs[0]);
    clear(oldest->second.logs[1]);
    recent_.erase(oldest);
    order_.pop_back();
  }
  conversations_gauge_.set(static_cast<std::int64_t>(recent_.size()));
  bytes_gauge_.set(total_bytes_);
}

bool RecentEvents::frames_after(const Log& log, std::optional<Seq> after,
                                std::vector<Frame>& out) const {
  if (!after || *after == log.head) return true;
  if (*after > log.head || log.frames.empty() || *after + 1 < log.frames.front().seq) return false;
  // The ring may be larger than a resume may be. The store answers with a reset then.
  if (log.head - *after > limits_.resume_events || log.bytes > limits_.resume_bytes) return false;
  const auto skipped = *after + 1 - log.frames.front().seq;
  out.assign(log.frames.begin() + skipped, log.frames.end());
  return true;
}

SharedBytes RecentEvents::frame(ConversationId id, Channel channel, Seq seq) {
  std::scoped_lock lock(mutex_);
  const auto found = recent_.find(id);
  if (found == recent_.end()) return {};
  const Frames& frames = found->second.logs[static_cast<int>(channel)].frames;
  if (frames.empty() || seq < frames.front().seq || seq > frames.back().seq) return {};
  return frames.begin()[seq - frames.front().seq].bytes;
}

std::optional<Backlog> RecentEvents::after(const Principal& asker, const Cursor& cursor) {
  std::scoped_lock lock(mutex_);
  if (epoch_.empty() || (!cursor.epoch.empty() && cursor.epoch != epoch_)) return std::nullopt;
  const auto found = recent_.find(cursor.conversation_id);
  if (found == recent_.end() || !may_read(asker, found->second.owners)) return std::nullopt;
  const Log& everyone = found->second.logs[static_cast<int>(Channel::everyone)];
  const Log& staff = found->second.logs[static_cast<int>(Channel::staff)];

  Backlog backlog;
  backlog.epoch = epoch_;
  backlog.head_seq = everyone.head;
  if (!frames_after(everyone, cursor.after, backlog.frames)) return std::nullopt;
  if (asker.staff()) {
    backlog.staff_head_seq = staff.head;
    if (!frames_after(staff, cursor.staff_after, backlog.staff_frames)) return std::nullopt;
  }
  return backlog;
}

}  // namespace walkie

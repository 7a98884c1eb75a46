#include "dispatch/resume.h"

#include "actions/list_events.h"
#include "dispatch/state.h"
#include "wire/frames_out.h"

namespace walkie {
namespace {

// A verb of dispatch: reads the events, encodes them on the reader thread, and keeps them in the
// ring for the next request.
struct ReadBacklog {
  using Answer = Backlog;
  Cursor cursor;
  RecentEvents* recent;
  std::uint64_t mark;

  Result<Backlog> run(const actions::Context& context, View& store) const {
    const actions::ListEvents list{cursor.conversation_id, cursor.after, cursor.staff_after,
                                   cursor.epoch};
    Result<actions::EventPage> page = list.run(context, store);
    if (!page) return std::move(page).error();
    Backlog backlog;
    backlog.epoch = std::move(page->epoch);
    backlog.head_seq = page->head_seq;
    backlog.staff_head_seq = page->staff_head_seq;
    backlog.reset = std::move(page->reset);
    std::int64_t room = context.limits.resume_bytes;
    if (!encode(page->events, backlog.frames, room) ||
        !encode(page->staff_events, backlog.staff_frames, room)) {
      backlog.reset = "too_far_behind";
      backlog.frames.clear();
      backlog.staff_frames.clear();
    }
    if (backlog.reset.empty()) recent->keep(mark, page->row, backlog);
    return backlog;
  }

  // False: not all of them fit.
  static bool encode(const std::vector<Event>& events, std::vector<Frame>& frames,
                     std::int64_t& room) {
    frames.reserve(events.size());
    for (const Event& event : events) {
      frames.push_back({event.seq, SharedBytes(wire::event_frame(event))});
      room -= static_cast<std::int64_t>(frames.back().bytes.size());
      if (room < 0) return false;
    }
    return true;
  }
};

}  // namespace

void Dispatch::resume(Executor& loop, const Principal& principal, Cursor cursor,
                      Callback<Backlog> answer, ReadOptions options) {
  std::optional<Backlog> recent = state_->recent.after(principal, cursor);
  if (recent) {
    state_->resumed_from_ring.add();
    loop.post([backlog = std::move(*recent), answer = std::move(answer)] { answer(backlog); });
    return;
  }
  state_->resumed_from_store.add();
  run(loop, principal, ReadBacklog{std::move(cursor), &state_->recent, state_->recent.mark()},
      std::move(answer), std::move(options));
}

SharedBytes Dispatch::recent_frame(ConversationId id, Channel channel, Seq seq) {
  return state_->recent.frame(id, channel, seq);
}

void Dispatch::may_follow(Executor& loop, const Principal& principal, Cursor cursor,
                          Callback<void> answer, ReadOptions options) {
  const Cursor head{.conversation_id = cursor.conversation_id};
  if (state_->recent.after(principal, head)) {
    loop.post([answer = std::move(answer)] { answer({}); });
    return;
  }
  run(
      loop, principal, ReadBacklog{std::move(cursor), &state_->recent, state_->recent.mark()},
      [answer = std::move(answer)](const Result<Backlog>& found) {
        answer(found ? Result<void>() : found.error());
      },
      std::move(options));
}

}  // namespace walkie

#include "bench/grow/sampling.h"

#include <algorithm>
#include <cmath>
#include <ctime>

#include "actions/list_conversations.h"
#include "actions/list_events.h"
#include "actions/list_messages.h"
#include "actions/post_message.h"

namespace walkie::bench {
namespace {

double now_us(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

template <class Answer>
Result<void> without_answer(const Result<Answer>& answer) {
  return answer ? Result<void>() : Result<void>(answer.error());
}

}  // namespace

const char* name_of(Question question) {
  constexpr const char* names[] = {"list of open ones, first page",
                                   "list of resolved ones, in the middle",
                                   "list of mine",
                                   "open: newest page of messages",
                                   "open: a page from the middle",
                                   "resume: 20 events behind",
                                   "send: one message, one commit"};
  return names[static_cast<std::size_t>(question)];
}

Sampling::Sampling(House& house, Random& random)
    : house_(house), random_(random), reader_(house.store->reader()) {
  agent_.kind = PrincipalKind::agent;
  agent_.id = house.agent.value;
  agent_.name = "Ana";
  agent_.inboxes = {house.inbox};
}

ConversationId Sampling::any_conversation() {
  const auto count = static_cast<std::uint64_t>(house_.shape.conversations);
  return {static_cast<std::int64_t>(random_.below(count)) + 1};
}

Result<void> Sampling::ask(Question question) {
  const double start = now_us(CLOCK_MONOTONIC);
  const double worked = now_us(CLOCK_THREAD_CPUTIME_ID);
  const auto done = question == Question::send ? send() : look(question);
  const auto at = static_cast<std::size_t>(question);
  cpu_us_[at].push_back(now_us(CLOCK_THREAD_CPUTIME_ID) - worked);
  elapsed_us_[at].push_back(now_us(CLOCK_MONOTONIC) - start);
  return done;
}

Result<void> Sampling::look(Question question) {
  const ConversationId id = any_conversation();
  const Seq half = house_.shape.messages / house_.shape.conversations / 2;
  return reader_->read([&](View& view) -> Result<void> {
    const actions::Context context{agent_, house_.now, random_, limits_};
    actions::ListConversations list;
    list.where.set(&Conversation::status, Status::open);
    actions::ListMessages messages{.conversation_id = id};
    switch (question) {
      case Question::list_deep: {
        list.where.set(&Conversation::status, Status::resolved);
        const auto row = view.conversation(id);
        if (row) list.cursor = {row->last_message_at, row->id};
        return without_answer(list.run(context, view));
      }
      case Question::list_mine:
        list.where.set(&Conversation::assignee_id, house_.agent);
        [[fallthrough]];
      case Question::list:
        return without_answer(list.run(context, view));
      case Question::open_older:
        messages.before_seq = half;
        [[fallthrough]];
      case Question::open:
        return without_answer(messages.run(context, view));
      default:
        break;
    }
    const auto row = view.conversation(id);
    actions::ListEvents events{.conversation_id = id};
    events.after = row ? std::max<Seq>(0, row->last_seq - 20) : 0;
    return without_answer(events.run(context, view));
  });
}

Result<void> Sampling::send() {
  const ConversationId id = any_conversation();
  house_.now.ms += 10;
  return house_.writer->write([&](Transaction& store) -> Result<void> {
    actions::Outcome outcome;
    actions::PostMessage post;
    post.conversation_id = id;
    post.content = "It left our house this morning.";
    return without_answer(post.run({agent_, house_.now, random_, limits_}, store, outcome));
  });
}

double Sampling::quantile_us(Question question, Kind kind, double q) const {
  const Taken& taken = kind == Kind::cpu ? cpu_us_ : elapsed_us_;
  std::vector<double> sorted = taken[static_cast<std::size_t>(question)];
  if (sorted.empty()) return 0;
  std::sort(sorted.begin(), sorted.end());
  const auto at = static_cast<std::size_t>(std::ceil(q * static_cast<double>(sorted.size())));
  return sorted[std::min(at, sorted.size()) - (at > 0 ? 1 : 0)];
}

}  // namespace walkie::bench

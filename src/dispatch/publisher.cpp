#include "dispatch/publisher.h"

#include <utility>

#include "actions/conversation_rows.h"
#include "dispatch/channels.h"
#include "dispatch/revocation.h"
#include "wire/frames_out.h"

namespace walkie {

Publisher::Publisher(const Parts& parts)
    : parts_(parts),
      events_(parts.metrics.counter("walkie_events_published_total",
                                    "Durable events handed to the broker.")),
      hints_sent_(parts.metrics.counter("walkie_hints_published_total",
                                        "Inbox rows and read positions handed to the broker.")) {}

void Publisher::set_epoch(const std::string& epoch) {
  knows_epoch_ = !epoch.empty();
  parts_.recent.set_epoch(epoch);
}

void Publisher::prepare(const std::vector<actions::Outcome>& outcomes) {
  for (const actions::Outcome& outcome : outcomes) {
    for (const actions::Revocation& revocation : outcome.revocations) {
      parts_.known.forget(revocation);
      prepared_.push_back({principal_channel(revocation.kind, revocation.id), 0, Delivery::durable,
                           SharedBytes(revocation_bytes(revocation))});
    }
    prepare_events(outcome);
    for (const Position& position : outcome.positions) {
      prepared_.push_back({conversation_channel(position.conversation_id), 0, Delivery::ephemeral,
                           SharedBytes(wire::read_frame(position))});
      hints_sent_.add();
    }
    for (const actions::ChangedRow& row : outcome.rows)
      prepare_hint(row);
  }
}

void Publisher::prepare_events(const actions::Outcome& outcome) {
  for (const Event& event : outcome.events) {
    const SharedBytes frame(wire::event_frame(event));
    for (const actions::ChangedRow& row : outcome.rows) {
      if (row.conversation_id != event.conversation_id) continue;
      parts_.recent.add(event, frame, row);
      break;
    }
    prepared_.push_back({conversation_channel(event.conversation_id, event.channel), event.seq,
                         Delivery::durable, frame});
    saved_.push_back({event.message.id, event.conversation_id, event.seq});
  }
  events_.add(outcome.events.size());
}

void Publisher::publish() {
  if (!prepared_.empty()) parts_.broker.publish(prepared_);
  prepared_.clear();
  for (const Saved& saved : saved_) {
    parts_.log.info("published", {{"conversation_id", saved.conversation_id.value},
                                  {"seq", saved.seq},
                                  {"message_id", saved.message_id.value}});
  }
  saved_.clear();
}

void Publisher::prepare_hint(const actions::ChangedRow& row) {
  if (parts_.broker.has_subscribers(inbox_channel(row.inbox_id))) {
    want_hint(row.conversation_id, row.last_seq + row.staff_last_seq);
  }
}

void Publisher::want_hint(ConversationId id, Seq heads) {
  {
    std::scoped_lock lock(hints_mutex_);
    const bool look_is_due = !hints_.empty();
    hints_[id] = heads;
    if (look_is_due) return;
  }
  parts_.reads.look([this](const actions::Context& context, View& view) {
    send_hints(context, view);
    return Result<void>();
  });
}

void Publisher::send_hints(const actions::Context& context, View& view) {
  std::map<ConversationId, Seq> wanted;
  {
    std::scoped_lock lock(hints_mutex_);
    wanted.swap(hints_);
  }
  std::vector<ConversationId> ids;
  ids.reserve(wanted.size());
  for (const auto& [id, heads] : wanted)
    ids.push_back(id);
  std::vector<Broadcast> hints;
  for (const Conversation& conversation : view.conversations_by_id(ids)) {
    // This snapshot may be older than a change that asked for a hint after it was taken.
    if (conversation.last_seq + conversation.staff_last_seq < wanted[conversation.id]) {
      want_hint(conversation.id, wanted[conversation.id]);
      continue;
    }
    const ConversationRow row =
        actions::conversation_row(view, conversation, nullptr, context.limits);
    hints.push_back({inbox_channel(conversation.inbox_id), 0, Delivery::ephemeral,
                     SharedBytes(wire::inbox_frame(row))});
  }
  hints_sent_.add(hints.size());
  if (!hints.empty()) parts_.broker.publish(hints);
}

}  // namespace walkie

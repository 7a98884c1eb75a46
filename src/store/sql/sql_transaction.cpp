#include "store/sql/sql_transaction.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "store/sql/rows.h"

namespace walkie {
namespace {

void bind_time(SqlStatement& statement, int parameter, const std::optional<WallTime>& time) {
  if (time) {
    statement.bind(parameter, time->ms);
  } else {
    statement.bind_null(parameter);
  }
}

// As a constraint of the database would say it: a mistake of this program, or somebody else writes.
Error not_the_next() {
  return {Code::unavailable, "constraint", "The store has refused the change.", "", 1};
}

}  // namespace

void SqlTransaction::use(SqlConnection& connection) {
  connection_ = &connection;
  cache_.clear();
  forget_ids();
  changed_ = false;
}

void SqlTransaction::begin_batch(Writer::Undo undo) {
  undo_ = undo;
  cache_.begin_batch(undo == Writer::Undo::each_step);
}

void SqlTransaction::begin_step() { cache_.begin_step(); }

bool SqlTransaction::end_step(bool keep) {
  const bool changed = std::exchange(changed_, false);
  if (!keep) cache_.undo_step();
  if (!changed) return true;
  if (undo_ == Writer::Undo::whole_batch) return keep;
  if (!keep) connection_->rollback_to_savepoint();
  connection_->release_savepoint();
  return true;
}

void SqlTransaction::end_batch(bool committed) {
  changed_ = false;
  if (committed) {
    cache_.shrink();
  } else {
    cache_.clear();
    forget_ids();
  }
}

void SqlTransaction::forget_ids() {
  conversation_ids_.last.reset();
  message_ids_.last.reset();
  note_ids_.last.reset();
}

std::int64_t SqlTransaction::last_of(Ids& ids) {
  if (ids.last) return *ids.last;
  std::int64_t last = 0;
  {
    Running query = run(ids.newest);
    if (query->step()) last = std::max<std::int64_t>(0, query->integer(0));
  }
  if (const auto after = setting(ids.after)) {
    std::int64_t number = 0;
    std::from_chars(after->data(), after->data() + after->size(), number);
    last = std::max(last, number);
  }
  if (!connection_->failed()) ids.last = last;
  return last;
}

void SqlTransaction::before_change() {
  if (std::exchange(changed_, true)) return;
  if (undo_ == Writer::Undo::each_step) connection_->savepoint();
}

Running SqlTransaction::change(Query query) {
  before_change();
  return run(query);
}

void SqlTransaction::flush_in_step() {
  if (!cache_.dirty()) return;
  before_change();
  cache_.flush(*connection_);
}

std::optional<Conversation> SqlTransaction::conversation(ConversationId id) {
  const Conversation* row = cache_.find(*connection_, id);
  return row == nullptr ? std::nullopt : std::optional(*row);
}

std::vector<Conversation> SqlTransaction::conversations(const ConversationFilter& filter) {
  flush_in_step();
  return SqlView<Transaction>::conversations(filter);
}

std::int64_t SqlTransaction::count_conversations(const ConversationFilter& filter, int at_most) {
  flush_in_step();
  return SqlView<Transaction>::count_conversations(filter, at_most);
}

ConversationId SqlTransaction::add_conversation(const Conversation& conversation) {
  const ConversationId id{last_of(conversation_ids_) + 1};
  Running query = change(Query::add_conversation);
  query.with(id.value, conversation.inbox_id.value, conversation.visitor_id.value,
             number(conversation.status), conversation.assignee_id.value, conversation.last_seq,
             conversation.staff_last_seq, conversation.created_at.ms, conversation.updated_at.ms,
             conversation.last_message_at.ms, conversation.last_message,
             conversation.last_message_from_agent ? 1 : 0);
  if (query->insert() == 0) return {};
  conversation_ids_.last = id.value;
  return id;
}

void SqlTransaction::save_conversation(const Conversation& conversation) {
  Conversation* row = cache_.find(*connection_, conversation.id);
  if (row == nullptr) return;
  before_change();
  cache_.touch(conversation.id);
  Conversation next = conversation;
  next.inbox_id = row->inbox_id;
  next.visitor_id = row->visitor_id;
  next.last_seq = row->last_seq;
  next.staff_last_seq = row->staff_last_seq;
  *row = std::move(next);
}

Seq SqlTransaction::next_seq(ConversationId conversation, Channel channel) {
  // Seq 0 stands for "no such conversation"; the message that follows breaks its foreign key.
  if (cache_.find(*connection_, conversation) == nullptr) return 0;
  before_change();
  return cache_.give_seq(conversation, channel);
}

MessageId SqlTransaction::add_message(const Message& message) {
  const bool changed = changed_;
  const bool note = message.channel == Channel::staff;
  Ids& ids = note ? note_ids_ : message_ids_;
  const std::int64_t next = last_of(ids) + 1;
  const MessageId id{note ? first_note_id - 1 + next : next};
  if (!cache_.is_next(*connection_, message.conversation_id, message.channel, message.seq)) {
    connection_->refuse(not_the_next());
    return {};
  }
  Running query = change(Query::add_message);
  query.with(message_key(id), message.conversation_id.value, number(message.channel), message.seq,
             message.client_id, number(message.sender.kind), message.sender.id, message.sender.name,
             message.sender.avatar_url, message.content, message.content_type,
             message.created_at.ms);
  bind_time(*query, 13, message.edited_at);
  bind_time(*query, 14, message.deleted_at);
  if (query->insert() != 0) {
    ids.last = next;
    cache_.use_seq(message.conversation_id, message.channel, message.seq);
    return id;
  }
  // A client_id that is taken must not spoil the batch of everybody else. (A savepoint, where there
  // is one, still needs its release.)
  if (undo_ == Writer::Undo::whole_batch) changed_ = changed;
  return {};
}

void SqlTransaction::save_message(const Message& message) {
  Running query = change(Query::save_message);
  query.with(message_key(message.id), message.content);
  bind_time(*query, 3, message.edited_at);
  bind_time(*query, 4, message.deleted_at);
  query->bind(5, message.deleted_by_sender ? 1 : 0);
  query->step();
}

void SqlTransaction::add_event(const Event& event) {
  const bool about_message = event.type != EventType::conversation_update;
  const ConversationChange change_made = about_message ? ConversationChange{} : event.change;
  if (!cache_.is_next(*connection_, event.conversation_id, event.channel, event.seq)) {
    return connection_->refuse(not_the_next());
  }
  Running query = change(Query::add_event);
  query.with(event.conversation_id.value, number(event.channel), event.seq, number(event.type),
             event.created_at.ms);
  if (about_message) {
    query->bind(6, message_key(event.message.id));
  } else {
    query->bind_null(6);
  }
  query->bind(7, number(change_made.status));
  query->bind(8, change_made.assignee_id.value);
  query->bind(9, change_made.assignee_name);
  query->bind(10, number(change_made.actor_kind));
  query->bind(11, change_made.actor_id);
  query->bind(12, change_made.actor_name);
  query->step();
  if (!connection_->failed()) cache_.use_seq(event.conversation_id, event.channel, event.seq);
}

Position SqlTransaction::advance_position(const Position& position) {
  const auto known =
      this->position(position.conversation_id, static_cast<PrincipalKind>(position.reader_kind),
                     position.reader_id);
  Position next = position;
  if (known) {
    next.read_seq = std::max(next.read_seq, known->read_seq);
    next.received_seq = std::max(next.received_seq, known->received_seq);
    if (next.read_seq == known->read_seq && next.received_seq == known->received_seq) return next;
  }
  Running query = change(Query::save_position);
  query.with(next.conversation_id.value, next.reader_kind, next.reader_id, next.read_seq,
             next.received_seq);
  query->step();
  return next;
}

}  // namespace walkie

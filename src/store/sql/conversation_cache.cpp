#include "store/sql/conversation_cache.h"

#include <algorithm>

#include "store/sql/rows.h"

namespace walkie {
namespace {

constexpr std::size_t kept_between_batches = 1024;

void save(SqlConnection& connection, const Conversation& row) {
  Running query(connection.statement(Query::save_conversation));
  query.with(row.id.value, number(row.status), row.assignee_id.value, row.last_seq,
             row.staff_last_seq, row.version, row.created_at.ms, row.updated_at.ms,
             row.last_message_at.ms, row.last_message, row.last_message_from_agent ? 1 : 0);
  query->step();
}

void save_heads(SqlConnection& connection, const Conversation& row) {
  Running query(connection.statement(Query::save_heads));
  query.with(row.id.value, row.last_seq, row.staff_last_seq);
  query->step();
}

}  // namespace

Conversation* ConversationCache::find(SqlConnection& connection, ConversationId id) {
  if (const auto it = entries_.find(id); it != entries_.end()) return &it->second.row;
  Running query(connection.statement(Query::conversation));
  query.with(id.value);
  if (!query->step()) return nullptr;
  return &entries_.emplace(id, Entry{conversation_row(*query), Change::none}).first->second.row;
}

void ConversationCache::touch(ConversationId id, bool heads_only) {
  Entry& entry = entries_.at(id);
  remember(id, entry);
  if (entry.change == Change::none) dirty_.push_back(id);
  entry.change = std::max(entry.change, heads_only ? Change::heads : Change::row);
}

void ConversationCache::flush(SqlConnection& connection) {
  // In the order of the rows: neighbours share pages.
  std::sort(dirty_.begin(), dirty_.end());
  for (const ConversationId id : dirty_) {
    Entry& entry = entries_.at(id);
    remember(id, entry);
    if (entry.change == Change::row) save(connection, entry.row);
    if (entry.change == Change::heads) save_heads(connection, entry.row);
    entry.change = Change::none;
  }
  dirty_.clear();
}

void ConversationCache::undo_step() {
  for (auto it = before_.rbegin(); it != before_.rend(); ++it) {
    entries_.insert_or_assign(it->first, std::move(it->second));
  }
  before_.clear();
  dirty_.clear();
  for (const auto& [id, entry] : entries_) {
    if (entry.change != Change::none) dirty_.push_back(id);
  }
}

void ConversationCache::clear() {
  entries_.clear();
  dirty_.clear();
  before_.clear();
}

void ConversationCache::shrink() {
  before_.clear();
  if (entries_.size() > kept_between_batches) clear();
}

}  // namespace walkie

#include "store/sql/conversation_cache.h"

#include <algorithm>
#include <string>
#include <utility>

#include "store/sql/columns.h"
#include "store/store.h"

namespace walkie {
namespace {

constexpr std::size_t kept_between_batches = 1024;

}  // namespace

bool ConversationCache::save(const Entry& entry) {
  const Conversation& row = entry.row;
  if (entry.change == Change::heads) {
    Running query(connection_.statement(Query::save_heads));
    query.with(row.id.value, row.last_seq, row.staff_last_seq, entry.stored.everyone,
               entry.stored.staff);
    return query->update();
  }
  Running query(connection_.statement(Query::save_conversation));
  query.with(row.id.value, entry.stored.everyone, entry.stored.staff);
  bind_columns(*query, Columns::changing, row, 4);
  return query->update();
}

ConversationCache::Entry* ConversationCache::load(ConversationId id) {
  if (const auto it = entries_.find(id); it != entries_.end()) return &it->second;
  Running query(connection_.statement(Query::conversation));
  query.with(id.value);
  if (!query->step()) return nullptr;
  Entry entry{.row = read_row<Conversation>(*query)};
  entry.stored = entry.used = {entry.row.last_seq, entry.row.staff_last_seq};
  return &entries_.emplace(id, std::move(entry)).first->second;
}

Conversation* ConversationCache::find(ConversationId id) {
  Entry* entry = load(id);
  return entry == nullptr ? nullptr : &entry->row;
}

ConversationCache::Entry& ConversationCache::change(ConversationId id, Change change) {
  Entry& entry = entries_.at(id);
  remember(id, entry);
  if (entry.change == Change::none) dirty_.push_back(id);
  entry.change = std::max(entry.change, change);
  return entry;
}

void ConversationCache::touch(ConversationId id) { change(id, Change::row); }

Seq ConversationCache::give_seq(ConversationId id, Channel channel) {
  Entry& entry = change(id, Change::heads);
  Conversation& row = entry.row;
  return channel == Channel::everyone ? ++row.last_seq : ++row.staff_last_seq;
}

bool ConversationCache::require_next(ConversationId id, Channel channel, Seq seq) {
  Entry* entry = load(id);
  const bool next = entry == nullptr || seq == entry->used.of(channel) + 1;
  if (!next) connection_.refuse(store_conflict());
  return next;
}

void ConversationCache::use_seq(ConversationId id, Channel channel, Seq seq) {
  Entry& entry = entries_.at(id);
  remember(id, entry);
  entry.used.of(channel) = seq;
}

void ConversationCache::flush() {
  // In the order of the rows: neighbours share pages.
  std::sort(dirty_.begin(), dirty_.end());
  for (const ConversationId id : dirty_) {
    Entry& entry = entries_.at(id);
    remember(id, entry);
    if (entry.change == Change::none) continue;
    if (!save(entry) && !connection_.failed()) connection_.refuse(store_conflict());
    entry.stored = {entry.row.last_seq, entry.row.staff_last_seq};
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

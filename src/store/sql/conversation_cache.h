// The rows of conversations as the writer's open batch has left them.
//
// A message changes its conversation twice (the head, then the row), and the batch may hold many
// messages of one conversation: here that becomes one UPDATE per conversation and commit, which
// matters because each one moves two index entries. Only the writer has one; it is the only one
// who writes, so what it keeps from one batch to the next stays true.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "chat/conversation.h"
#include "store/sql/driver.h"

namespace walkie {

class ConversationCache {
 public:
  // Whether steps of the batch will be taken back one by one; only then is it kept what they
  // change.
  void begin_batch(bool undoes_steps) { undoes_steps_ = undoes_steps; }
  // Null when there is no such conversation. `step` ends the reference.
  Conversation* find(SqlConnection& connection, ConversationId id);
  // Before changing what find() gave.
  void touch(ConversationId id, bool heads_only);

  // Writes what is not yet in the database. Within a step its own undo covers that too.
  void flush(SqlConnection& connection);
  bool dirty() const { return !dirty_.empty(); }

  void begin_step() { before_.clear(); }
  void undo_step();
  void clear();
  void shrink();  // between batches: bounds what is kept

 private:
  enum class Change : std::uint8_t { none, heads, row };
  struct Entry {
    Conversation row;
    Change change = Change::none;
  };

  void remember(ConversationId id, const Entry& entry) {
    if (undoes_steps_) before_.emplace_back(id, entry);
  }

  std::unordered_map<ConversationId, Entry> entries_;
  std::vector<ConversationId> dirty_;
  bool undoes_steps_ = true;
  std::vector<std::pair<ConversationId, Entry>> before_;  // this step, oldest first
};

}  // namespace walkie

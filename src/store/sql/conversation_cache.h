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
  // Null when there is no such conversation. `step` ends the reference.
  Conversation* find(SqlConnection& connection, ConversationId id);
  // Before changing what find() gave: a failed step takes the change back.
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

  std::unordered_map<ConversationId, Entry> entries_;
  std::vector<ConversationId> dirty_;
  std::vector<std::pair<ConversationId, Entry>> before_;  // this step, oldest first
};

}  // namespace walkie

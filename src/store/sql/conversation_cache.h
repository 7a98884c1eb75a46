// The rows of conversations as the writer's open batch has left them.
//
// A message changes its conversation twice (the head, then the row), and the batch may hold many
// messages of one conversation: here that becomes one UPDATE per conversation and commit, which
// matters because each one moves two index entries. Only the writer has one; it is the only one
// who writes, so what it keeps from one batch to the next stays true.
//
// It also keeps that a log has each seq once and no gap (L1): what is added has the seq after the
// last one, and a row is written only over the seqs that it was read with. Anything else is a
// conflict (store.h).
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "chat/conversation.h"
#include "store/sql/driver.h"

namespace walkie {

class ConversationCache {
 public:
  explicit ConversationCache(SqlConnection& connection) : connection_(connection) {}

  // Whether steps of the batch will be taken back one by one; only then is it kept what they
  // change.
  void begin_batch(bool undoes_steps) { undoes_steps_ = undoes_steps; }
  // Null when there is no such conversation. `step` ends the reference.
  Conversation* find(ConversationId id);
  // Before changing what find() gave.
  void touch(ConversationId id);
  // The next seq of a log of a conversation that find() gave.
  Seq give_seq(ConversationId id, Channel channel);
  // Whether the next entry of a log is `seq`, given out or about to be; the connection refuses the
  // step where it is not. True where there is no such conversation: a foreign key refuses it.
  bool require_next(ConversationId id, Channel channel, Seq seq);
  // It is in the log now. `step` may take it back.
  void use_seq(ConversationId id, Channel channel, Seq seq);

  // Writes what is not yet in the database. Within a step its own undo covers that too.
  void flush();
  bool dirty() const { return !dirty_.empty(); }

  void begin_step() { before_.clear(); }
  void undo_step();
  void clear();
  void shrink();  // between batches: bounds what is kept

 private:
  enum class Change : std::uint8_t { none, heads, row };
  struct Heads {
    Seq everyone = 0, staff = 0;
    Seq& of(Channel channel) { return channel == Channel::everyone ? everyone : staff; }
  };
  struct Entry {
    Conversation row;
    Heads stored;  // what the database has
    Change change = Change::none;
    Heads used;  // by what was added
  };

  Entry* load(ConversationId id);
  Entry& change(ConversationId id, Change change);
  bool save(const Entry& entry);
  void remember(ConversationId id, const Entry& entry) {
    if (undoes_steps_) before_.emplace_back(id, entry);
  }

  SqlConnection& connection_;
  std::unordered_map<ConversationId, Entry> entries_;
  std::vector<ConversationId> dirty_;
  bool undoes_steps_ = true;
  std::vector<std::pair<ConversationId, Entry>> before_;  // this step, oldest first
};

}  // namespace walkie

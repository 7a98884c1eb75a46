// The rows of conversations with the changes of the writer's open batch.
//
// A message changes its conversation twice (the head, then the row), and a batch may have many
// messages of one conversation. The cache makes one UPDATE per conversation and commit of them,
// because each UPDATE moves two index entries. Only the writer changes conversations, so its rows
// stay valid from one batch to the next.
//
// It also ensures that a log has each seq once and no gap (L1). An entry must have the seq after
// the last one, and a row is written only over the seqs that it was read with. Otherwise the step
// has a conflict (store.h).
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

  // Whether single steps of the batch can be undone. Only then their old rows are kept.
  void begin_batch(bool undoes_steps) { undoes_steps_ = undoes_steps; }
  // Null when the conversation does not exist. Valid until the end of the step.
  Conversation* find(ConversationId id);
  // Call it before changing a row that find() returned.
  void touch(ConversationId id);
  // The next seq of a log of a conversation that find() returned.
  Seq give_seq(ConversationId id, Channel channel);
  // Whether `seq` is the next entry of the log. If not, the step has a conflict. True when the
  // conversation does not exist: its foreign key fails then.
  bool require_next(ConversationId id, Channel channel, Seq seq);
  // The entry was added to the log. Undone with its step.
  void use_seq(ConversationId id, Channel channel, Seq seq);

  // Writes the changed rows to the database. Undone with the step, if there is one.
  void flush();
  bool dirty() const { return !dirty_.empty(); }

  void begin_step() { before_.clear(); }
  void undo_step();
  void clear();
  void shrink();  // between batches: limits the number of rows

 private:
  enum class Change : std::uint8_t { none, heads, row };
  struct Heads {
    Seq everyone = 0, staff = 0;
    Seq& of(Channel channel) { return channel == Channel::everyone ? everyone : staff; }
  };
  struct Entry {
    Conversation row;
    Heads stored;  // in the database
    Change change = Change::none;
    Heads used;  // by added entries
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
  std::vector<std::pair<ConversationId, Entry>> before_;  // the old rows of this step, oldest first
};

}  // namespace walkie

// The store's port: durable state, one transaction at a time, synchronous.
//
// Owner: node/ builds it; dispatch/ calls it on its store threads; actions/ use only View and
// Transaction. Both are made of one header per noun (store/conversations.h, …), with its reads and
// its writes. A file that needs one noun includes that header. One contract suite
// (tests/contract/store) tests every implementation.
//
// Writing (group commit): commit() runs all waiting steps in one transaction. The changes of a step
// are durable when commit() has returned its result, and not before (protocol S2). The changes of a
// step that returns an error are undone; those of the others are kept.
//
// A conflict fails its own step and not the batch. A step conflicts when its write contradicts the
// stored rows: a key is used, or a row that it refers to is missing. It also conflicts when another
// process has changed a row since the step read it. Then the store runs all steps once more from
// the beginning. A step that conflicts again gets store_conflict(); the others are kept. So a step
// may run more than once, and must not keep state from an earlier run.
//
// When the environment fails (disk full, I/O error), the calls of View and Transaction return empty
// values and the store keeps the failure.
// commit() or read() then returns storage_full or unavailable, whatever the steps returned.
// So actions need no error path for the disk.
//
// What only one process may do today. A store for several processes has to replace each of these:
// - There is one writer (Store::writer() may be called once), and only it changes conversations.
// - Ids of conversations, messages and notes are counted by the writer, from the newest row on.
//   A batch that fails gives its ids back. A new epoch makes the counts jump (save_epoch).
//   All other ids are given out by the database.
// - A seq is given out by next_seq from the writer's copy of the conversation. It is used in the
//   same step or given back with it, so a log has no gap (L1).
// - The writer keeps rows of conversations from one batch to the next, because no other process
//   changes them. The database checks that: a row is written only over the seqs that it was read
//   with. A row that another process has changed is a conflict (above), and is read again.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "base/metrics.h"
#include "base/result.h"
#include "store/agents.h"
#include "store/bots.h"
#include "store/conversations.h"
#include "store/events.h"
#include "store/inboxes.h"
#include "store/messages.h"
#include "store/positions.h"
#include "store/sessions.h"
#include "store/settings.h"
#include "store/visitors.h"

namespace walkie {

// A consistent snapshot. Valid only inside the call that received it, on that thread.
//
// The bases are virtual, so that an implementation can have one class per noun.
class View : public virtual InboxReads,
             public virtual VisitorReads,
             public virtual AgentReads,
             public virtual BotReads,
             public virtual SessionReads,
             public virtual ConversationReads,
             public virtual MessageReads,
             public virtual EventReads,
             public virtual PositionReads,
             public virtual SettingReads {};

// The store makes the ids: pass rows with id 0 to the add_ calls.
class Transaction : public View,
                    public virtual InboxWrites,
                    public virtual VisitorWrites,
                    public virtual AgentWrites,
                    public virtual BotWrites,
                    public virtual SessionWrites,
                    public virtual ConversationWrites,
                    public virtual MessageWrites,
                    public virtual EventWrites,
                    public virtual PositionWrites,
                    public virtual SettingWrites {};

// The one writer. Owned and called by one thread.
class Writer {
 public:
  using Step = std::function<Result<void>(Transaction& transaction)>;
  // Step number `index` of a batch, from 0 on.
  using Steps = std::function<Result<void>(std::size_t index, Transaction& transaction)>;
  virtual ~Writer() = default;

  // Runs the steps 0 … count - 1 in this order and makes their changes durable. Returns the result
  // of the last run of each step. Error: no change of the batch was saved.
  virtual Result<std::vector<Result<void>>> commit(std::size_t count, const Steps& steps) = 0;

  // A batch of one step. Error: of the step or of the commit.
  Result<void> write(const Step& step) {
    auto results =
        commit(1, [&step](std::size_t, Transaction& transaction) { return step(transaction); });
    return results ? std::move(results->front()) : std::move(results).error();
  }
};

// The error of a step that conflicted in its last run.
inline Error store_conflict() {
  return {Code::conflict, "store_conflict", "Another change was made at the same time. Try again.",
          "", 1};
}

// Snapshot reads beside the writer. One per thread.
class Reader {
 public:
  using Look = std::function<Result<void>(View&)>;
  virtual ~Reader() = default;
  virtual Result<void> read(const Look& look) = 0;
};

// Any thread. Outlives its writers and readers.
class Store {
 public:
  virtual ~Store() = default;
  virtual std::unique_ptr<Writer> writer() = 0;  // once
  virtual std::unique_ptr<Reader> reader() = 0;

  // Regular maintenance of the database. It may block on the disk.
  // Call it about once a second, on one thread. This thread must not be that of the writer or of a
  // reader.
  virtual Result<void> maintain() = 0;
  // Registers metrics. They are read while the store exists.
  virtual void add_figures(Metrics& metrics) = 0;
};

}  // namespace walkie

// The store's port: durable state, one transaction at a time, synchronous.
//
// Owner: node/ builds it; dispatch/ calls it on its store threads; actions/ see only View and
// Transaction. These are put together from one header per noun (store/conversations.h, …), each
// with what can be read and what can be written. A file that needs one noun includes that header.
// One contract suite (tests/contract/store) holds every implementation to the port.
//
// Writing (group commit): commit() runs the steps of all who wait in one transaction. What a step
// wrote is durable when commit() has returned its result, and not before (protocol S2). A step that
// returns an error leaves no trace; the others stand.
//
// A conflict costs its own step and not the batch. A step conflicts when what it writes contradicts
// what is stored (a key is taken, a row that it refers to is missing). It also conflicts when
// another process has changed a row since the step read it. The store then runs the steps once more
// from the beginning, on what is stored by then. A step that conflicts again is answered with
// store_conflict(), and the others stand. So a step may run more than once, and must begin from
// nothing each time.
//
// Failure of the environment (disk full, I/O error): the calls of View and Transaction answer
// nothing/empty and the store remembers; commit() or read() then returns storage_full or
// unavailable, whatever the steps returned: an action needs no error path for the disk.
//
// What only one process may do today. A store for several processes has to replace each of these:
// - There is one writer (Store::writer() may be called once), and only it changes conversations.
// - Ids of conversations, messages and notes are counted by the writer, from the newest row on.
//   A batch that fails gives its ids back. A new epoch makes the counts jump (save_epoch).
//   All other ids are given out by the database.
// - A seq is given out by next_seq from the writer's copy of the conversation. It is used in the
//   same step or given back with it, so a log has no gap (L1).
// - The writer keeps rows of conversations from one batch to the next, because nobody else changes
//   them. The database checks that: a row is written only over the seqs that it was read with, and
//   a row that somebody else has changed is a conflict (above), after which it is read again.
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

// A consistent snapshot. Valid only inside the call that handed it out, on that thread.
//
// The bases are virtual, so that an implementation can be put together from one class per noun.
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

// Ids are given out by the store: pass rows with id 0 to the add_ calls.
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

  // Runs the steps 0 … count - 1 in this order and makes what they wrote durable. Answers the
  // result of each step, that of its last run; an error instead: nothing of the batch happened.
  virtual Result<std::vector<Result<void>>> commit(std::size_t count, const Steps& steps) = 0;

  // A batch of one step: its error, or that of the commit.
  Result<void> write(const Step& step) {
    auto results =
        commit(1, [&step](std::size_t, Transaction& transaction) { return step(transaction); });
    return results ? std::move(results->front()) : std::move(results).error();
  }
};

// The answer to a step that conflicted in its last run.
inline Error store_conflict() {
  return {Code::conflict, "store_conflict",
          "This was changed by somebody else at the same moment; try again.", "", 1};
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

  // Upkeep that nobody waits for: whatever this database needs done now and then. Call it about
  // once a second, on one thread that is none of the writer's and readers'. It may take as long as
  // the disk does.
  virtual Result<void> maintain() = 0;
  // Registers the figures that an operator can watch. They are asked for while the store lives.
  virtual void add_figures(Metrics& metrics) = 0;
};

}  // namespace walkie

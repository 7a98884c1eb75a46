// The store's port: durable state, one transaction at a time, synchronous.
//
// Owner: node/ builds it; dispatch/ calls it on its store threads; actions/ see only View and
// Transaction. These are put together from one header per noun (store/conversations.h, …), each
// with what can be read and what can be written. A file that needs one noun includes that header.
// One contract suite (tests/contract/store) holds every implementation to the port.
//
// Writing (group commit): begin(), then step() for each action that waits, then commit(). A step
// that returns an error leaves no trace; the others stand. What a step wrote is durable when
// commit() has returned ok, and not before (protocol S2).
//
// Failure of the environment (disk full, I/O error): the calls of View and Transaction answer
// nothing/empty and the transaction remembers; step(), commit() or read() then returns
// storage_full or unavailable, whatever the action returned: it needs no error path for the disk.
#pragma once

#include <functional>
#include <memory>

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
  using Step = std::function<Result<void>(Transaction&)>;
  virtual ~Writer() = default;
  // How a step that fails is undone. `whole_batch` spares the guard around each step, and with it
  // a third of an insert's cost (decision 0074).
  enum class Undo { each_step, whole_batch };
  virtual Result<void> begin(Undo undo = Undo::each_step) = 0;
  virtual Result<void> step(const Step& step) = 0;
  // Under `whole_batch`: a step has failed after it had changed something. commit() then undoes
  // the batch and answers an error; the same steps may be run again under `each_step`.
  virtual bool spoiled() const { return false; }
  virtual Result<void> commit() = 0;  // an error: nothing of the batch happened
};

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
};

}  // namespace walkie

// The writer's open batch on one SQL connection, used by the writes of all nouns. In a guarded
// batch the first change of a step opens a savepoint, so a step that only reads has none.
//
// Owner: SqlWriter, with the connection. The writer's thread only. A new connection gets a new
// batch with an empty cache.
#pragma once

#include <cstdint>

#include "store/sql/conversation_cache.h"
#include "store/sql/driver.h"
#include "store/sql/ids.h"

namespace walkie {

class SqlBatch {
 public:
  explicit SqlBatch(SqlConnection& connection) : connection_(connection), cache_(connection) {}

  // Whether a single step can be undone.
  enum class Guard : std::uint8_t { none, each_step };

  // For the writer, around batches and steps.
  void begin(Guard guard);
  void begin_step() { cache_.begin_step(); }
  // In a guarded batch: writes the changes of the cache, so that a conflict fails this step.
  void write_step();
  // False: the step has changed something and cannot be undone alone.
  bool end_step(bool keep);
  void flush() { cache_.flush(); }
  void end(bool committed);

  // For the nouns, within a step.
  SqlConnection& connection() { return connection_; }
  ConversationCache& conversations() { return cache_; }
  SqlIds& ids() { return ids_; }
  // Runs a statement that changes something.
  Running change(Query query);
  // Call it before a change in the cache.
  void before_change();
  // Call it before a query that must see the changes of the cache.
  void flush_in_step();
  // An INSERT may have changed nothing because of ON CONFLICT. Restores the value of changed() from
  // before it, so that a failing step has nothing to undo.
  bool changed() const { return changed_; }
  void nothing_changed_since(bool changed);

 private:
  SqlConnection& connection_;
  ConversationCache cache_;
  SqlIds ids_;
  Guard guard_ = Guard::none;
  bool changed_ = false;  // by the current step
};

}  // namespace walkie

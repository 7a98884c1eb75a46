// The writer's open batch over one SQL connection: what the nouns' writes share. Where each step is
// guarded, its first change opens a savepoint, so that a step that only looks costs none.
//
// Owner: SqlWriter, with the connection. On the writer's thread. A new connection gets a new one,
// with nothing cached.
#pragma once

#include <cstdint>

#include "store/sql/conversation_cache.h"
#include "store/sql/driver.h"
#include "store/sql/ids.h"

namespace walkie {

class SqlBatch {
 public:
  explicit SqlBatch(SqlConnection& connection) : connection_(connection), cache_(connection) {}

  // Whether a step that fails can be undone alone.
  enum class Guard : std::uint8_t { none, each_step };

  // The writer's calls, around batch and step.
  void begin(Guard guard);
  void begin_step() { cache_.begin_step(); }
  // Where steps are guarded: writes what the cache has changed, so that a conflict is the step's.
  void write_step();
  // False: the step had changed something, and cannot be undone alone.
  bool end_step(bool keep);
  void flush() { cache_.flush(); }
  void end(bool committed);

  // The nouns' calls, within a step.
  SqlConnection& connection() { return connection_; }
  ConversationCache& conversations() { return cache_; }
  SqlIds& ids() { return ids_; }
  // A statement that changes something.
  Running change(Query query);
  // Before a change that is made in the cache.
  void before_change();
  // Before a query that must see what the cache has changed.
  void flush_in_step();
  // An INSERT may have found its row taken and changed nothing. Give back what changed() was
  // before it, so that a step which then fails has nothing to undo.
  bool changed() const { return changed_; }
  void nothing_changed_since(bool changed);

 private:
  SqlConnection& connection_;
  ConversationCache cache_;
  SqlIds ids_;
  Guard guard_ = Guard::none;
  bool changed_ = false;  // by the step under way
};

}  // namespace walkie

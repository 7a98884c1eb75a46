// The writer's open batch over one SQL connection: what the nouns' writes share. Under
// Undo::each_step a savepoint is opened by the first change of a step, so that a step that only
// looks costs none.
//
// Owner: SqlWriter, with the connection. On the writer's thread. A new connection gets a new one,
// with nothing cached.
#pragma once

#include "store/sql/conversation_cache.h"
#include "store/sql/driver.h"
#include "store/sql/ids.h"
#include "store/store.h"

namespace walkie {

class SqlBatch {
 public:
  explicit SqlBatch(SqlConnection& connection) : connection_(connection), cache_(connection) {}

  // The writer's calls, around batch and step.
  void begin(Writer::Undo undo);
  void begin_step() { cache_.begin_step(); }
  // False: what the step had changed could not be undone alone.
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
  Writer::Undo undo_ = Writer::Undo::each_step;
  bool changed_ = false;  // by the step under way
};

}  // namespace walkie

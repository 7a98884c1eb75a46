#include "store/sql/batch.h"

#include <utility>

namespace walkie {

void SqlBatch::begin(Guard guard) {
  guard_ = guard;
  cache_.begin_batch(guard == Guard::each_step);
}

void SqlBatch::write_step() {
  if (guard_ == Guard::each_step) flush_in_step();
}

bool SqlBatch::end_step(bool keep) {
  const bool changed = std::exchange(changed_, false);
  if (!keep) cache_.undo_step();
  if (!changed) return true;
  if (guard_ == Guard::none) return keep;
  if (!keep) connection_.rollback_to_savepoint();
  connection_.release_savepoint();
  return true;
}

void SqlBatch::end(bool committed) {
  changed_ = false;
  if (committed) {
    cache_.shrink();
  } else {
    cache_.clear();
    ids_.forget();
  }
}

void SqlBatch::before_change() {
  if (std::exchange(changed_, true)) return;
  if (guard_ == Guard::each_step) connection_.savepoint();
}

Running SqlBatch::change(Query query) {
  before_change();
  return Running(connection_.statement(query));
}

void SqlBatch::flush_in_step() {
  if (!cache_.dirty()) return;
  before_change();
  cache_.flush();
}

void SqlBatch::nothing_changed_since(bool changed) {
  // An open savepoint must still be released.
  if (guard_ == Guard::none) changed_ = changed;
}

}  // namespace walkie

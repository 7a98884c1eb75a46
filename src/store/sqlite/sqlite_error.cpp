#include "store/sqlite/sqlite_error.h"

#include <sqlite3.h>

#include "store/store.h"

namespace walkie {

bool means_damage(int code) {
  return (code & 0xFF) == SQLITE_CORRUPT || (code & 0xFF) == SQLITE_NOTADB;
}

Error sqlite_error(int code) {
  if (means_damage(code))
    return {Code::unavailable, "database_damaged", "The database is damaged and cannot be read.",
            "", 5};
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return {Code::storage_full, "storage_full", "The disk is full. Nothing was saved.", "", 5};
    case SQLITE_CONSTRAINT:
      return store_conflict();
    default:
      return {Code::unavailable, "store_unavailable", "The database does not answer. Try again.",
              "", 1};
  }
}

}  // namespace walkie

#include "store/sqlite/sqlite_statement.h"

#include <cstdlib>

namespace walkie {

SqliteStatement::SqliteStatement(sqlite3* database, sqlite3_stmt* raw, const OnFailure& on_failure,
                                 const bool& failed)
    : database_(database), raw_(raw), on_failure_(on_failure), failed_(failed) {
  const int count = raw == nullptr ? 0 : sqlite3_bind_parameter_count(raw);
  places_.assign(static_cast<std::size_t>(count) + 1, 0);
  for (int at = 1; at <= count; ++at) {
    const int number = std::atoi(sqlite3_bind_parameter_name(raw, at) + 1);
    WALKIE_ASSERT(number >= 1 && number <= count);
    places_[static_cast<std::size_t>(number)] = at;
  }
}

void SqliteStatement::bind(int parameter, std::int64_t value) {
  if (raw_ != nullptr) sqlite3_bind_int64(raw_, place(parameter), value);
}

void SqliteStatement::bind(int parameter, std::string_view text) {
  if (raw_ == nullptr) return;
  // A null pointer would bind NULL where an empty text is meant.
  const char* bytes = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text64(raw_, place(parameter), bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void SqliteStatement::bind_bytes(int parameter, std::string_view bytes) {
  if (raw_ == nullptr) return;
  const char* start = bytes.data() == nullptr ? "" : bytes.data();
  sqlite3_bind_blob64(raw_, place(parameter), start, bytes.size(), SQLITE_STATIC);
}

void SqliteStatement::bind_null(int parameter) {
  if (raw_ != nullptr) sqlite3_bind_null(raw_, place(parameter));
}

void SqliteStatement::bind_copy(int parameter, std::string_view text) {
  if (raw_ == nullptr) return;
  const char* bytes = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text64(raw_, place(parameter), bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

bool SqliteStatement::step() {
  if (raw_ == nullptr || failed_) return false;
  const int code = sqlite3_step(raw_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) on_failure_(sqlite3_extended_errcode(database_));
  return false;
}

std::int64_t SqliteStatement::insert() {
  step();
  if (failed_ || sqlite3_changes64(database_) == 0) return 0;
  return sqlite3_last_insert_rowid(database_);
}

bool SqliteStatement::update() {
  step();
  return !failed_ && sqlite3_changes64(database_) > 0;
}

void SqliteStatement::reset() {
  if (raw_ != nullptr) sqlite3_reset(raw_);
}

std::string_view SqliteStatement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(raw_, column));
  const int size = sqlite3_column_bytes(raw_, column);
  return bytes == nullptr ? std::string_view()
                          : std::string_view(bytes, static_cast<std::size_t>(size));
}

}  // namespace walkie

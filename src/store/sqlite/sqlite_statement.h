// One prepared statement of SQLite.
#pragma once

#include <sqlite3.h>

#include <functional>
#include <string>
#include <vector>

#include "store/sql/driver.h"

namespace walkie {

class SqliteStatement final : public SqlStatement {
 public:
  // Called with the SQLite code of every failure.
  using OnFailure = std::function<void(int code)>;

  // `raw` may be null after a failed prepare: such a statement does nothing.
  SqliteStatement(sqlite3* database, sqlite3_stmt* raw, const OnFailure& on_failure,
                  const bool& failed);
  ~SqliteStatement() override { sqlite3_finalize(raw_); }
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  void bind(int parameter, std::int64_t value) override;
  void bind(int parameter, std::string_view text) override;
  void bind_bytes(int parameter, std::string_view bytes) override;
  void bind_null(int parameter) override;
  void bind_copy(int parameter, std::string_view text) override;
  bool step() override;
  std::int64_t insert() override;
  bool update() override;
  void reset() override;
  std::int64_t integer(int column) const override { return sqlite3_column_int64(raw_, column); }
  std::string_view text(int column) const override;
  bool is_null(int column) const override {
    return sqlite3_column_type(raw_, column) == SQLITE_NULL;
  }

 private:
  int place(int parameter) const { return places_[static_cast<std::size_t>(parameter)]; }

  sqlite3* database_;
  sqlite3_stmt* raw_;
  const OnFailure& on_failure_;
  const bool& failed_;
  // SQLite numbers $1, $2 and so on by first use in the text; this maps the numbers.
  std::vector<int> places_;
};

}  // namespace walkie

// SizeWatch: checks that the database and its write-ahead log are as long as the data written to
// them. Writes to a truncated file still succeed, but are lost after a restart.
//
// One thread at a time. The writer writes during the check, so the given size of the log may be a
// commit old or ahead. A file counts as truncated when it is too short in two checks in a row.
#pragma once

#include <cstdint>
#include <string>

namespace walkie {

class SizeWatch {
 public:
  explicit SizeWatch(const std::string& database) : database_(database), log_(database + "-wal") {}

  // log_bytes: the least size of the log. Returns what is wrong: "DIR/walkie.db was cut short".
  // Empty: nothing, or this was the first check that failed.
  std::string look(std::int64_t log_bytes);
  // The store has truncated the log itself.
  void log_was_emptied() { emptied_ = true; }

 private:
  const std::string database_, log_;
  std::int64_t database_bytes_ = 0;  // the largest size so far; the file never shrinks (no VACUUM)
  bool emptied_ = false;
  bool suspected_ = false;
};

}  // namespace walkie

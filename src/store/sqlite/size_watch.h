// Whether the database and its write-ahead log are as long as what was written to them. A file that
// somebody has cut short keeps its name and takes writes, which nobody would find after a restart.
//
// One thread at a time. A writer writes while this looks, so that what it is told of the log may be
// a commit old or ahead: a file counts as cut when it is too short in two looks, one after the
// other.
#pragma once

#include <cstdint>
#include <string>

namespace walkie {

class SizeWatch {
 public:
  explicit SizeWatch(const std::string& database) : database_(database), log_(database + "-wal") {}

  // log_bytes: how long the log must be at least. What is wrong: "DIR/walkie.db was cut short".
  // Empty: all is well, or this was the first look.
  std::string look(std::int64_t log_bytes);
  // The store has emptied the log itself; until the next commit nothing is missing from it.
  void log_was_emptied() { emptied_ = true; }

 private:
  const std::string database_, log_;
  std::int64_t database_bytes_ = 0;  // the most that was seen; the file never shrinks (no VACUUM)
  bool emptied_ = false;
  bool suspected_ = false;
};

}  // namespace walkie

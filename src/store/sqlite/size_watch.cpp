#include "store/sqlite/size_watch.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

namespace walkie {
namespace {

// -1: there is no such file, which is another watch's business. Asks for no times, as
// folder_watch.cpp does.
std::int64_t size_of(const std::string& path) {
  struct statx info {};
  if (::statx(AT_FDCWD, path.c_str(), 0, STATX_SIZE, &info) != 0) return -1;
  return static_cast<std::int64_t>(info.stx_size);
}

}  // namespace

std::string SizeWatch::look(std::int64_t log_bytes) {
  const std::int64_t database = size_of(database_);
  const std::int64_t log = size_of(log_);
  if (log > 0) emptied_ = false;
  const bool database_cut = database >= 0 && database < database_bytes_;
  const bool log_cut = log >= 0 && log < log_bytes && !emptied_;
  database_bytes_ = std::max(database_bytes_, database);
  const bool before = std::exchange(suspected_, database_cut || log_cut);
  if (!before || !suspected_) return {};
  return (database_cut ? database_ : log_) + " was cut short";
}

}  // namespace walkie

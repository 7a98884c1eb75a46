#include "store/sqlite/folder_watch.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace walkie {
namespace {

// Asks for the inode alone. A stat() that has seen the times of a file makes the next write change
// them (Linux "multigrain timestamps"), and the next fdatasync wait for the file system's journal.
bool look_at(const std::string& path, struct statx& info) {
  return ::statx(AT_FDCWD, path.c_str(), 0, STATX_INO, &info) == 0;
}

}  // namespace

bool FolderWatch::add(const std::string& path) {
  struct statx info {};
  if (!look_at(path, info)) return false;
  watched_.push_back({path, info.stx_dev_major, info.stx_dev_minor, info.stx_ino});
  return true;
}

std::string FolderWatch::what_is_wrong() const {
  for (const Watched& one : watched_) {
    struct statx info {};
    if (!look_at(one.path, info)) return one.path + " is gone";
    if (info.stx_dev_major != one.device_major || info.stx_dev_minor != one.device_minor ||
        info.stx_ino != one.inode)
      return one.path + " is another file than the one that was opened";
  }
  return {};
}

}  // namespace walkie

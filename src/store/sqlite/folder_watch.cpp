#include "store/sqlite/folder_watch.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace walkie {
namespace {

// Reads only the inode. A stat() that reads the times of a file makes the next write change them
// (Linux "multigrain timestamps"). Then the next fdatasync waits for the journal of the file
// system.
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

#include "store/sql/folder_watch.h"

#include <sys/stat.h>

namespace walkie {

bool FolderWatch::add(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return false;
  watched_.push_back({path, info.st_dev, info.st_ino});
  return true;
}

std::string FolderWatch::what_is_wrong() const {
  for (const Watched& one : watched_) {
    struct stat info {};
    if (::stat(one.path.c_str(), &info) != 0) return one.path + " is gone";
    if (info.st_dev != one.device || info.st_ino != one.inode)
      return one.path + " is another file than the one that was opened";
  }
  return {};
}

}  // namespace walkie

// The file that a restore reads. It is opened first, by a user who may read it; what follows may
// run as another user.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace walkie {

class BackupFile {
 public:
  // Looks at the first bytes: an empty file, one that is no database, one of another program and
  // one without a schema are refused. Error: restore_failed; its detail names `path`.
  static Result<BackupFile> open(const std::string& path);
  ~BackupFile();
  BackupFile(BackupFile&& other) noexcept;
  BackupFile& operator=(BackupFile&&) = delete;

  const std::string& path() const { return path_; }
  // Into a new file of mode 0600, which is on the disk then.
  Result<void> copy_to(const std::string& path) const;

 private:
  BackupFile(std::string path, int file) : path_(std::move(path)), file_(file) {}

  std::string path_;
  int file_;
};

Error restore_error(std::string detail);

}  // namespace walkie

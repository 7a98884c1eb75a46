// Backups while the server runs. The server may not write where the operator wants the copy: its
// service sees most of the disk as read-only and has a /tmp of its own. So the server makes the
// copy inside its data folder, and the command that asked, which runs as the operator, takes it
// from there.
#pragma once

#include <string>

#include "base/random.h"
#include "base/result.h"
#include "store/sqlite/sqlite_store.h"

namespace walkie {

// The server's part: a whole copy in DIR/backups; answers its name within DIR. An error when the
// disk of DIR has no room for it.
Result<std::string> copy_inside(SqliteStore& store, const std::string& data, Random& random);

// Copies that nobody has taken: their command was ended. For the server's start.
void remove_untaken_copies(const std::string& data);

// The command's part. The file exists as soon as this does, so that a place that cannot be written
// is known before anything is copied; it is gone again unless take() or keep() was called.
class BackupTarget {
 public:
  static Result<BackupTarget> open(const std::string& path);  // which must not exist yet
  ~BackupTarget();
  BackupTarget(BackupTarget&& other) noexcept;
  BackupTarget& operator=(BackupTarget&&) = delete;

  const std::string& path() const { return path_; }
  // Moves DIR/name here, or copies it when it cannot be moved (another file system, rights); it is
  // on the disk then.
  Result<void> take(const std::string& data, const std::string& name);
  void keep() { kept_ = true; }

 private:
  BackupTarget(std::string path, int file) : path_(std::move(path)), file_(file) {}
  Result<void> copy(const std::string& from);

  std::string path_;
  int file_;
  bool kept_ = false;
};

}  // namespace walkie

// Backups while the server runs. The server may not be allowed to write to the target: its service
// sees most of the disk as read-only and has its own /tmp. So the server makes the copy inside its
// data folder. The command, which runs as the operator, moves it from there.
#pragma once

#include <string>

#include "base/random.h"
#include "base/result.h"
#include "store/sqlite/sqlite_store.h"

namespace walkie {

// For the server: makes a copy in DIR/backups and returns its path inside DIR. Error: the disk of
// DIR has no room for it.
Result<std::string> copy_inside(SqliteStore& store, const std::string& data, Random& random);

// For the start of the server: removes copies whose command has ended without moving them.
void remove_untaken_copies(const std::string& data);

// For the command: the target of the copy. Creates the file at once, so that a target that cannot
// be written is an error before the copy. Removes it again unless take() or keep() was called.
class BackupTarget {
 public:
  static Result<BackupTarget> open(const std::string& path);  // which must not exist yet
  ~BackupTarget();
  BackupTarget(BackupTarget&& other) noexcept;
  BackupTarget& operator=(BackupTarget&&) = delete;

  const std::string& path() const { return path_; }
  // Moves DIR/name here, or copies it when it cannot be moved (another file system, permissions).
  // It is on the disk when this returns.
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

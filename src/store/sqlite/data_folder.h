// DIR, where one server keeps everything: walkie.db, walkie.id, walkie.lock, backups/. Folder 0700,
// files 0600. One process at a time.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace walkie {

// How a sentence about a damaged database goes on.
inline constexpr std::string_view put_back_a_copy =
    "; put back a copy from backups/ or a backup of yours";

class DataFolder {
 public:
  // Makes the folder when it is missing, sees that it can be written, and by nobody else, and takes
  // two locks: on walkie.lock, which names the holder, and on the folder itself, which cannot be
  // deleted while it is in use. Errors: data_folder_not_a_folder, data_folder_not_writable,
  // data_folder_open_to_all, data_folder_in_use. Nothing else is touched.
  static Result<DataFolder> take(const std::string& folder);
  ~DataFolder();
  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;

  const std::string& path() const { return path_; }
  std::string database() const { return path_ + "/walkie.db"; }
  std::string identity() const { return path_ + "/walkie.id"; }
  std::string lock_file() const { return path_ + "/walkie.lock"; }
  // A new name in backups/, which is made when missing: "walkie-v1-20261122T190500123Z.db".
  Result<std::string> backup_name(int schema_version, WallTime now) const;
  // Removes all but the newest `keep` backups that backup_name() gave out.
  void remove_old_backups(std::size_t keep) const;

 private:
  explicit DataFolder(std::string path) : path_(std::move(path)) {}
  Result<void> open_folder();
  Result<void> take_locks();

  std::string path_;
  int folder_ = -1;  // both close, and so give up the lock, with this object
  int lock_ = -1;
};

// Something of a server's is in this folder: a database, or what tells of one. Also true for what
// cannot be looked into.
bool holds_installation(const std::string& folder);

// Looks at the first bytes and the size of a database file, without opening it as one: Error
// database_damaged or database_foreign. A missing or empty file is fine.
Result<void> inspect_database_file(const std::string& path);

// Makes an empty file of mode 0600 when there is none. A symbolic link is refused.
Result<void> ensure_private_file(const std::string& path);

}  // namespace walkie

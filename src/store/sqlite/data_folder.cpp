#include "store/sqlite/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/time_format.h"
#include "store/sqlite/big_endian.h"
#include "store/sqlite/sqlite_driver.h"

namespace walkie {
namespace {

Error not_writable(const std::string& path, int code) {
  return {Code::unavailable, "data_folder_not_writable",
          "cannot write " + path + ": " + std::strerror(code) +
              "; give this user the folder, or choose another with --data",
          "data", 0};
}

Error is_a_link(const std::string& path) {
  return {Code::unavailable, "data_folder_not_writable",
          path + " is a symbolic link; name the folder where the file is with --data", "data", 0};
}

Error damaged(const std::string& path, const std::string& what) {
  return {Code::unavailable, "database_damaged",
          path + " is damaged: " + what + std::string(put_back_a_copy), "", 0};
}

std::string holder(int lock) {
  char text[32] = {};
  const ssize_t size = ::pread(lock, text, sizeof text - 1, 0);
  std::string out(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!out.empty() && out.back() == '\n')
    out.pop_back();
  return out.empty() ? "another process" : "process " + out;
}

}  // namespace

Result<DataFolder> DataFolder::take(const std::string& folder) {
  std::string path = folder;
  while (path.size() > 1 && path.back() == '/')
    path.pop_back();
  DataFolder taken(std::move(path));
  if (auto opened = taken.open_folder(); !opened) return opened.error();
  if (auto locked = taken.take_locks(); !locked) return locked.error();
  return taken;
}

Result<void> DataFolder::open_folder() {
  if (::mkdir(path_.c_str(), 0700) != 0 && errno != EEXIST) return not_writable(path_, errno);
  folder_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_ < 0 && errno == ENOTDIR) {
    return Error{Code::unavailable, "data_folder_not_a_folder",
                 path_ + " is a file; --data names the folder that holds everything", "data", 0};
  }
  if (folder_ < 0) return not_writable(path_, errno);
  if (::faccessat(AT_FDCWD, path_.c_str(), R_OK | W_OK | X_OK, AT_EACCESS) != 0)
    return not_writable(path_, errno);
  struct stat info {};
  if (::fstat(folder_, &info) == 0 && (info.st_mode & S_IWOTH) != 0) {
    return Error{Code::unavailable, "data_folder_open_to_all",
                 path_ + " can be written by every user of this machine, who could replace the " +
                     "database; chmod 700 it, or name a folder inside it that does not exist yet",
                 "data", 0};
  }
  return {};
}

Result<void> DataFolder::take_locks() {
  const std::string name = lock_file();
  const auto in_use = [this] {
    return Error{
        Code::unavailable, "data_folder_in_use",
        path_ + " is in use by " + holder(lock_) + "; stop it first, or choose another folder",
        "data", 0};
  };
  // Some network file systems cannot lock folders; there the file alone must do.
  const bool taken = ::flock(folder_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  // The file is overwritten, and another user may have put a link there, so links are not followed.
  // Nothing is created in a folder that another process uses.
  lock_ = ::openat(folder_, "walkie.lock",
                   (taken ? 0 : O_CREAT) | O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  if (taken) return in_use();
  struct stat info {};
  const bool link = lock_ < 0 && errno == ELOOP;
  if (lock_ < 0 && !link) return not_writable(name, errno);
  if (link || ::fstat(lock_, &info) != 0 || !S_ISREG(info.st_mode) || info.st_nlink > 1) {
    return Error{Code::unavailable, "data_folder_not_writable",
                 name + " is a link or no plain file; remove it", "data", 0};
  }
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) return in_use();
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(lock_, 0) != 0 ||
      ::pwrite(lock_, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    return not_writable(name, errno);
  }
  return {};
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)),
      folder_(std::exchange(other.folder_, -1)),
      lock_(std::exchange(other.lock_, -1)) {}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
  if (folder_ >= 0) ::close(folder_);
}

Result<std::string> DataFolder::backup_name(int schema_version, WallTime now) const {
  const std::string folder = path_ + "/backups";
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return not_writable(folder, errno);
  std::string stamp = format_time(now);
  stamp.erase(std::remove_if(stamp.begin(), stamp.end(),
                             [](char c) { return c == '-' || c == ':' || c == '.'; }),
              stamp.end());
  return folder + "/walkie-v" + std::to_string(schema_version) + "-" + stamp + ".db";
}

void DataFolder::remove_old_backups(std::size_t keep) const {
  namespace fs = std::filesystem;
  std::error_code ignored;  // a backup too many is no reason not to start
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(path_ + "/backups", ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("walkie-v") && name.ends_with(".db")) found.push_back(entry.path());
  }
  const auto stamp = [](const fs::path& path) {
    const std::string name = path.filename().string();
    return name.substr(name.find('-', std::strlen("walkie-v")));
  };
  std::sort(found.begin(), found.end(),
            [&](const fs::path& a, const fs::path& b) { return stamp(a) > stamp(b); });
  for (std::size_t i = keep; i < found.size(); ++i)
    fs::remove(found[i], ignored);
}

bool holds_installation(const std::string& folder) {
  for (const char* name : {"/walkie.db", "/walkie.id", "/walkie.db-wal"}) {
    struct stat info {};
    const int found = ::lstat((folder + name).c_str(), &info);
    if (found == 0 ? info.st_size > 0 : errno != ENOENT) return true;
  }
  return false;
}

Result<void> inspect_database_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0 && errno == ENOENT) return {};
  if (file < 0 && errno == ELOOP) return is_a_link(path);
  if (file < 0) return not_writable(path, errno);
  unsigned char head[100] = {};
  const ssize_t got = ::pread(file, head, sizeof head, 0);
  struct stat info {};
  ::fstat(file, &info);
  ::close(file);
  if (got == 0) return {};
  if (got < static_cast<ssize_t>(sizeof head)) return damaged(path, "it is cut off");
  if (std::memcmp(head, "SQLite format 3", 16) != 0) return damaged(path, "it is not a database");
  const std::uint32_t application = big_endian(head + 68);
  if (application != 0 && application != static_cast<std::uint32_t>(sqlite_application_id)) {
    return Error{Code::unavailable, "database_foreign",
                 path + " belongs to another program; choose another folder with --data", "data",
                 0};
  }
  const std::uint32_t raw_size = (std::uint32_t{head[16]} << 8) | head[17];
  const std::int64_t page = raw_size == 1 ? 65536 : static_cast<std::int64_t>(raw_size);
  if (page < 512 || (page & (page - 1)) != 0) return damaged(path, "its header makes no sense");
  // The count of pages in the header holds only when the same writer set both of these, and when
  // no WAL waits: after a crash in the middle of a checkpoint it brings the missing pages.
  struct stat wal {};
  const bool waiting = ::stat((path + "-wal").c_str(), &wal) == 0 && wal.st_size > 0;
  const bool counted = !waiting && big_endian(head + 24) == big_endian(head + 92);
  if (counted && info.st_size < page * static_cast<std::int64_t>(big_endian(head + 28))) {
    return damaged(path, "it is shorter than its header says");
  }
  return {};
}

Result<void> ensure_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0 && errno == ELOOP) return is_a_link(path);
  if (file < 0) return not_writable(path, errno);
  ::close(file);
  return {};
}

}  // namespace walkie

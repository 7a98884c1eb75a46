#include "node/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/copy_bytes.h"

namespace walkie {
namespace {

namespace files = std::filesystem;

constexpr const char* folder_name = "backups";
constexpr const char* name_start = "backups/taken-";
constexpr const char* name_end = ".part";

Error backup_error(std::string detail) {
  return {.code = Code::unavailable, .reason = "backup_failed", .detail = std::move(detail)};
}

Result<void> room_for_copy(const std::string& data) {
  struct statvfs disk {};
  std::error_code failed;
  const auto size = files::file_size(data + "/walkie.db", failed);
  if (failed || ::statvfs(data.c_str(), &disk) != 0) return {};  // the copy will report the error
  const auto room = static_cast<std::uintmax_t>(disk.f_bavail) * disk.f_frsize;
  if (room >= size) return {};
  return backup_error(
      fmt::format("{} needs {} MiB of room for the copy while it is made, and its disk has {}",
                  data, size / (1 << 20) + 1, room / (1 << 20)));
}

}  // namespace

Result<std::string> copy_inside(SqliteStore& store, const std::string& data, Random& random) {
  std::error_code failed;
  files::create_directory(files::path(data) / folder_name, failed);
  if (failed) return backup_error("cannot make " + data + "/backups: " + failed.message());
  if (auto room = room_for_copy(data); !room) return room.error();
  const std::string name = fmt::format("{}{:016x}{}", name_start, random.next(), name_end);
  if (auto copied = store.copy_to(data + "/" + name); !copied) {
    files::remove(data + "/" + name, failed);
    return copied.error();
  }
  return name;
}

void remove_untaken_copies(const std::string& data) {
  std::error_code ignored;  // a remaining copy must not stop the start
  for (const auto& entry : files::directory_iterator(files::path(data) / folder_name, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("taken-") && name.ends_with(name_end))
      files::remove(entry.path(), ignored);
  }
}

Result<BackupTarget> BackupTarget::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) return BackupTarget(path, file);
  if (errno == EEXIST) return backup_error(path + " exists already; name a new file");
  return backup_error(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
}

BackupTarget::BackupTarget(BackupTarget&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      kept_(std::exchange(other.kept_, true)) {}

BackupTarget::~BackupTarget() {
  if (file_ >= 0) ::close(file_);
  if (!kept_) ::unlink(path_.c_str());
}

Result<void> BackupTarget::take(const std::string& data, const std::string& name) {
  // The name comes from a socket. A foreign program there must not choose another file.
  const bool plain = name.starts_with(name_start) && name.ends_with(name_end) &&
                     name.find('/', std::strlen(name_start)) == std::string::npos;
  if (!plain)
    return backup_error("the running server gave an unknown answer; is it another version?");
  const std::string from = data + "/" + name;
  if (std::rename(from.c_str(), path_.c_str()) == 0) {
    keep();
    return {};
  }
  const bool may_copy = errno == EXDEV || errno == EACCES || errno == EPERM;
  Result<void> copied = may_copy ? copy(from)
                                 : backup_error(fmt::format("cannot move {} to {}: {}", from, path_,
                                                            std::strerror(errno)));
  ::unlink(from.c_str());
  if (copied) keep();
  return copied;
}

Result<void> BackupTarget::copy(const std::string& from) {
  const int source = ::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (source < 0)
    return backup_error(fmt::format("cannot read {}: {}", from, std::strerror(errno)));
  const bool copied = copy_bytes(source, file_);
  const int code = errno;
  ::close(source);
  if (copied) return {};
  return backup_error(fmt::format("cannot copy to {}: {}", path_, std::strerror(code)));
}

}  // namespace walkie

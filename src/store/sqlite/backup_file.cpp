#include "store/sqlite/backup_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/copy_bytes.h"
#include "store/sqlite/big_endian.h"
#include "store/sqlite/sqlite_driver.h"

namespace walkie {
namespace {

// The header of a database file (sqlite.org/fileformat2.html, 1.3): what it is not; empty: nothing
// speaks against it.
const char* what_it_is_not(int file) {
  unsigned char head[100] = {};
  const ssize_t got = ::pread(file, head, sizeof head, 0);
  if (got == 0) return " is empty; restore needs a file that `walkie backup` wrote";
  if (got < static_cast<ssize_t>(sizeof head) || std::memcmp(head, "SQLite format 3", 16) != 0)
    return " is no database; restore needs a file that `walkie backup` wrote";
  constexpr std::size_t schema_at = 60;
  constexpr std::size_t application_at = 68;
  const auto application = big_endian(head + application_at);
  if (application != static_cast<std::uint32_t>(sqlite_application_id) ||
      big_endian(head + schema_at) == 0) {
    return " is not a database of Walkie; restore needs a file that `walkie backup` "
           "wrote (a copy of walkie.db without its walkie.db-wal is none)";
  }
  return "";
}

}  // namespace

Error restore_error(std::string detail) {
  return {.code = Code::unavailable, .reason = "restore_failed", .detail = std::move(detail)};
}

Result<BackupFile> BackupFile::open(const std::string& path) {
  // A pipe must not be waited for.
  BackupFile opened(path, ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (opened.file_ < 0) return restore_error("cannot read " + path + ": " + std::strerror(errno));
  struct stat info {};
  if (::fstat(opened.file_, &info) != 0 || !S_ISREG(info.st_mode))
    return restore_error(path + " is no plain file; restore needs one that `walkie backup` wrote");
  if (const char* said = what_it_is_not(opened.file_); *said != '\0')
    return restore_error(path + said);
  return opened;
}

BackupFile::BackupFile(BackupFile&& other) noexcept
    : path_(std::move(other.path_)), file_(std::exchange(other.file_, -1)) {}

BackupFile::~BackupFile() {
  if (file_ >= 0) ::close(file_);
}

Result<void> BackupFile::copy_to(const std::string& path) const {
  const int to = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  const bool copied = to >= 0 && copy_bytes(file_, to);
  const int code = errno;
  if (to >= 0) ::close(to);
  if (copied) return {};
  return restore_error("cannot copy " + path_ + " to " + path + ": " + std::strerror(code));
}

}  // namespace walkie

#include "base/copy_bytes.h"

#include <unistd.h>

#include <cerrno>
#include <vector>

namespace walkie {

bool write_all(int file, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t count = ::write(file, bytes, size);
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) errno = EIO;  // POSIX says nothing of it for plain files; do not try for ever
    if (count <= 0) return false;
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

bool copy_bytes(int from, int to) {
  constexpr std::size_t block_bytes = 256 * 1024;
  std::vector<char> block(block_bytes);
  off_t at = 0;
  for (;;) {
    const ssize_t count = ::pread(from, block.data(), block.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    if (count == 0) return ::fsync(to) == 0;
    if (!write_all(to, block.data(), static_cast<std::size_t>(count))) return false;
    at += count;
  }
}

}  // namespace walkie

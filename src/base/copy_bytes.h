// Copies the bytes of one open file to another, without a limit of its own. Blocks; any thread that
// may wait for the disk.
#pragma once

#include <cstddef>

namespace walkie {

// Writes all `size` bytes at `file`'s position. Goes on after an interrupted or a short write.
// False: errno says why; a part may have been written.
bool write_all(int file, const char* bytes, std::size_t size);

// Copies `from`, from its first byte to its end, to `to`'s position, and calls fsync on `to`.
// `from` must be seekable; its position does not move. False: errno says why.
bool copy_bytes(int from, int to);

}  // namespace walkie

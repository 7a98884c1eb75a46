// A VFS that hands the write-ahead log to the disk in large pieces. SQLite writes each frame of a
// commit with two calls, its header and its page; here they gather and go in one when the log is
// synced, which SQLite does before it calls a commit done (`synchronous = FULL`). All other files
// go straight to the VFS below, and so does the log of one that does not promise
// SQLITE_IOCAP_POWERSAFE_OVERWRITE. Why, and what makes it safe: docs/decisions/0077.
//
// For the connection that writes, and for that alone: it is used by the thread of that connection.
// Other connections need not know of it. They read the log only up to the commits that its index
// shows, and a commit gets there after the sync.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace walkie {

class GatheringVfs {
 public:
  // At most this many bytes wait: below the 128 KiB that SQLite's unix VFS takes in one write.
  static constexpr std::size_t capacity = 64 * 1024;

  // Registers a VFS of a name of its own over the one named `below` (empty: SQLite's default);
  // gone with this object, which must outlive the connection. Without a VFS `below` opening fails
  // as it would have without this one.
  explicit GatheringVfs(const std::string& below);
  ~GatheringVfs();
  GatheringVfs(const GatheringVfs&) = delete;
  GatheringVfs& operator=(const GatheringVfs&) = delete;

  const std::string& name() const;

  struct Layer;

 private:
  std::unique_ptr<Layer> layer_;
};

}  // namespace walkie

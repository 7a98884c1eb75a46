// A VFS that writes the write-ahead log in large pieces. SQLite writes each frame of a commit with
// two calls, one for its header and one for its page. This VFS collects them and writes them at
// once when the log is synced. SQLite syncs before a commit is done (`synchronous = FULL`). All
// other files use the VFS below directly, and so does a log without
// SQLITE_IOCAP_POWERSAFE_OVERWRITE. docs/decisions/0077 says why this is safe.
//
// For the writing connection only, on its thread. Other connections read the log only up to the
// commits in its index, and a commit is in the index after the sync.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace walkie {

class GatheringVfs {
 public:
  // The most bytes that it collects: below the 128 KiB of one write of SQLite's unix VFS.
  static constexpr std::size_t capacity = 64 * 1024;

  // Registers a VFS with its own name over the VFS `below` (empty: SQLite's default). It is removed
  // with this object, which must outlive the connection. If `below` does not exist, opening the
  // database fails.
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

// FolderWatch: checks that the files of a data folder are still those that this process opened.
// Writes to a file that was renamed, deleted or replaced still succeed, but are lost.
//
// Filled by one thread when the store opens; after that any thread. Costs one statx() per file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace walkie {

class FolderWatch {
 public:
  // Watches the file at `path`. False: it does not exist.
  bool add(const std::string& path);
  // The first file that is missing or replaced: "DIR/walkie.db is gone". Empty: none.
  std::string what_is_wrong() const;

 private:
  struct Watched {
    std::string path;
    std::uint32_t device_major, device_minor;
    std::uint64_t inode;
  };
  std::vector<Watched> watched_;
};

}  // namespace walkie

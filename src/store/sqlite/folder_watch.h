// Whether the files of a data folder are still those that this process opened. A file that was
// renamed, deleted or replaced keeps taking writes, and nobody would find them there.
//
// Filled by one thread when the store opens; from then on any thread may ask. One statx() a file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace walkie {

class FolderWatch {
 public:
  // `path` is from now on what it is now. False: there is nothing.
  bool add(const std::string& path);
  // The first path that is gone or another file: "DIR/walkie.db is gone". Empty: all is well.
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

// FolderOwner: root's commands act as the owner of the data folder. The server runs as that user,
// so it can open all files that a command creates.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace walkie {

// While it exists, a process of root has the user and groups of the folder's owner. It becomes root
// again when it is destroyed. Open files that only root can read before it. For a process with one
// thread.
class OwnersRights {
 public:
  // Does nothing when the folder does not exist. Error: cannot_become_owner.
  static Result<OwnersRights> of(const std::string& folder);
  ~OwnersRights();
  OwnersRights(OwnersRights&& other) noexcept;
  OwnersRights& operator=(OwnersRights&&) = delete;

  bool taken() const { return taken_; }

 private:
  OwnersRights() = default;

  bool taken_ = false;
  gid_t group_ = 0;  // what root had
  std::vector<gid_t> groups_;
};

}  // namespace walkie

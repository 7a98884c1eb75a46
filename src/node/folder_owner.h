// Root works on a data folder as the user whose folder it is. The server runs as that user, and
// can open every file that a command has made.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace walkie {

// While it lives, and if this process is root's and the folder another user's, the process has
// that user's rights and groups; then it is root again. Open before it what only root may read.
// For a process with one thread.
class OwnersRights {
 public:
  // A folder that does not exist is nobody's: nothing happens. Error: cannot_become_owner.
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

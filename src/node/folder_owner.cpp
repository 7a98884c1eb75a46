#include "node/folder_owner.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace walkie {
namespace {

// The groups of this user; only the group of the folder when the system does not know the user.
bool take_groups(const struct stat& folder) {
  std::array<char, 16384> words{};
  passwd entry{};
  passwd* user = nullptr;
  const bool known = ::getpwuid_r(folder.st_uid, &entry, words.data(), words.size(), &user) == 0 &&
                     user != nullptr;
  if (known) return ::initgroups(user->pw_name, user->pw_gid) == 0 && ::setegid(user->pw_gid) == 0;
  return ::setgroups(1, &folder.st_gid) == 0 && ::setegid(folder.st_gid) == 0;
}

}  // namespace

Result<OwnersRights> OwnersRights::of(const std::string& folder) {
  OwnersRights rights;
  struct stat info {};
  if (::geteuid() != 0 || ::stat(folder.c_str(), &info) != 0 || info.st_uid == 0) return rights;
  rights.group_ = ::getegid();
  const int count = ::getgroups(0, nullptr);
  rights.groups_.resize(static_cast<std::size_t>(count < 0 ? 0 : count));
  const bool saved = count >= 0 && ::getgroups(count, rights.groups_.data()) == count;
  rights.taken_ = saved;  // from here on the destructor restores them
  if (saved && take_groups(info) && ::seteuid(info.st_uid) == 0) return rights;
  return Error{Code::unavailable, "cannot_become_owner",
               fmt::format("{} belongs to user {}, and root cannot act as that user here: {}; run "
                           "the command as that user",
                           folder, info.st_uid, std::strerror(errno)),
               "data", 0};
}

OwnersRights::OwnersRights(OwnersRights&& other) noexcept
    : taken_(std::exchange(other.taken_, false)),
      group_(other.group_),
      groups_(std::move(other.groups_)) {}

OwnersRights::~OwnersRights() {
  if (!taken_) return;
  // Continuing with only a part of the rights would cause errors that are hard to explain.
  if (::seteuid(0) != 0 || ::setegid(group_) != 0 ||
      ::setgroups(groups_.size(), groups_.data()) != 0) {
    std::abort();
  }
}

}  // namespace walkie

#include "store/sqlite/identity.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sstream>

#include "store/sqlite/big_endian.h"

namespace walkie {
namespace {

// One sector: written whole or not at all.
constexpr std::size_t file_bytes = 512;
constexpr const char* first_line =
    "walkie 1  (what walkie.db is known to hold; do not edit, and keep it with walkie.db)";

constexpr std::array<std::pair<Identity::State, const char*>, 3> states = {{
    {Identity::State::stopped, "stopped"},
    {Identity::State::running, "running"},
    {Identity::State::restoring, "restoring"},
}};

std::string text_of(const Identity& identity) {
  std::ostringstream out;
  out << first_line << "\nstate " << states.at(static_cast<std::size_t>(identity.state)).second
      << "\ninstallation " << identity.installation << "\nepoch " << identity.epoch
      << "\nconversations " << identity.newest.conversations << "\nmessages "
      << identity.newest.messages << "\nnotes " << identity.newest.notes << "\nvisitors "
      << identity.newest.visitors << "\nlog " << identity.log << "\nend\n";
  std::string text = out.str();
  text.resize(file_bytes, ' ');
  return text;
}

bool parse(const std::string& text, Identity& identity) {
  std::istringstream in(text);
  std::string line, name, state;
  if (!std::getline(in, line) || line != first_line) return false;
  const auto word = [&](const char* wanted, auto& value) {
    return static_cast<bool>(in >> name >> value) && name == wanted;
  };
  NewestIds& newest = identity.newest;
  const bool whole = word("state", state) && word("installation", identity.installation) &&
                     word("epoch", identity.epoch) && word("conversations", newest.conversations) &&
                     word("messages", newest.messages) && word("notes", newest.notes) &&
                     word("visitors", newest.visitors) && word("log", identity.log) &&
                     (in >> name) && name == "end";
  const auto* known = std::find_if(states.begin(), states.end(),
                                   [&](const auto& one) { return state == one.second; });
  if (!whole || known == states.end()) return false;
  identity.state = known->first;
  return true;
}

}  // namespace

bool NewestIds::cover(const NewestIds& other) const {
  return conversations >= other.conversations && messages >= other.messages &&
         notes >= other.notes && visitors >= other.visitors;
}

IdentityFile::IdentityFile(IdentityFile&& other) noexcept
    : path_(std::move(other.path_)), file_(std::exchange(other.file_, -1)) {}

IdentityFile::~IdentityFile() {
  if (file_ >= 0) ::close(file_);
}

IdentityFile::Found IdentityFile::read(Identity& identity) {
  if (file_ < 0) file_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (file_ < 0) return errno == ENOENT ? Found::nothing : Found::unreadable;
  std::string text(file_bytes, '\0');
  const ssize_t size = ::pread(file_, text.data(), text.size(), 0);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return parse(text, identity) ? Found::identity : Found::unreadable;
}

Result<void> IdentityFile::write(const Identity& identity, bool durable) {
  if (file_ < 0) {
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  }
  const std::string text = text_of(identity);
  const bool written =
      file_ >= 0 &&
      ::pwrite(file_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()) &&
      (!durable || ::fsync(file_) == 0);
  if (written) return {};
  return Error{Code::unavailable, "data_folder_not_writable",
               "cannot write " + path_ + ": " + std::strerror(errno) +
                   "; give this user the folder, or choose another with --data",
               "data", 0};
}

std::uint32_t log_number(const std::string& path, bool durable) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) return 0;
  std::array<unsigned char, 32> head{};  // sqlite.org/fileformat2.html, "WAL Header"
  const bool whole = ::pread(file, head.data(), head.size(), 0) == 32;
  if (whole && durable) ::fdatasync(file);
  ::close(file);
  if (!whole || (big_endian(head.data()) & ~1U) != 0x377F0682U) return 0;
  return std::max(1U, big_endian(head.data() + 16));
}

}  // namespace walkie

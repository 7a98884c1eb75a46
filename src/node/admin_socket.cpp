#include "node/admin_socket.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace walkie {
namespace {

constexpr std::size_t longest_request = 64 * 1024;
constexpr int wait_ms = 5'000;
constexpr int answer_wait_ms = 30'000;  // Argon2id and a commit on a busy disk
constexpr int backup_wait_ms = 3'600'000;
constexpr const char* file_name = "/walkie.sock";

// A descriptor that is closed when it is destroyed.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }
  int release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

// The path of a socket has at most 107 bytes, and that of a data folder may be longer. So the path
// uses the descriptor of the folder, which must stay open while the address is used.
sockaddr_un address_of(int folder) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto path = fmt::format("/proc/self/fd/{}{}", folder, file_name);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

Error socket_error(const char* what, const std::string& path) {
  return {.code = Code::unavailable,
          .reason = "admin_socket",
          .detail = fmt::format("{} {}: {}", what, path, std::strerror(errno))};
}

bool wait_readable(int descriptor, int timeout_ms) {
  pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&waiting, 1, timeout_ms) > 0;
}

// Reads until the peer has finished writing, a limit is reached, or the time is over.
std::string read_all(int descriptor, int timeout_ms) {
  std::string text;
  char block[4096];
  while (text.size() < longest_request && wait_readable(descriptor, timeout_ms)) {
    const auto count = ::recv(descriptor, block, sizeof block, 0);
    if (count <= 0) break;
    text.append(block, static_cast<std::size_t>(count));
  }
  return text;
}

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto count = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

Result<std::unique_ptr<AdminSocket>> AdminSocket::open(const std::string& folder, Handler handler) {
  const auto path = folder + file_name;
  const Descriptor directory(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (directory.get() < 0 || listener.get() < 0) return socket_error("cannot open", path);
  ::unlink(path.c_str());
  const auto address = address_of(directory.get());
  // Other users must not connect between bind and chmod.
  const auto old_mask = ::umask(0177);
  const int bound =
      ::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::umask(old_mask);
  if (bound != 0 || ::listen(listener.get(), 8) != 0) return socket_error("cannot listen on", path);
  Descriptor stop(::eventfd(0, EFD_CLOEXEC));
  if (stop.get() < 0) return socket_error("cannot open", path);
  return std::unique_ptr<AdminSocket>(
      new AdminSocket(path, listener.release(), stop.release(), std::move(handler)));
}

AdminSocket::AdminSocket(std::string path, int listener, int stop, Handler handler)
    : path_(std::move(path)), listener_(listener), stop_(stop), handler_(std::move(handler)) {
  thread_ = std::thread([this] { run(); });
}

AdminSocket::~AdminSocket() {
  ::eventfd_write(stop_, 1);
  thread_.join();
  ::close(listener_);
  ::close(stop_);
  ::unlink(path_.c_str());
}

void AdminSocket::run() {
  for (;;) {
    pollfd waiting[2] = {{.fd = listener_, .events = POLLIN, .revents = 0},
                         {.fd = stop_, .events = POLLIN, .revents = 0}};
    if (::poll(waiting, 2, -1) < 0 && errno != EINTR) return;
    if (waiting[1].revents != 0) return;
    if (waiting[0].revents == 0) continue;
    const Descriptor connection(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
    if (connection.get() >= 0) answer(connection.get());
  }
}

void AdminSocket::answer(int connection) {
  const auto request = decode_admin_request(read_all(connection, wait_ms));
  const Result<std::string> reply =
      request ? handler_(request.value()) : Result<std::string>(request.error());
  write_all(connection, encode_admin_answer(reply));
}

std::optional<Result<std::string>> ask_running_server(const std::string& folder,
                                                      const AdminRequest& request) {
  const Descriptor directory(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0) return std::nullopt;
  const Descriptor connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto address = address_of(directory.get());
  if (::connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
      0) {
    return std::nullopt;  // no file, or the file of a server that was killed
  }
  const auto text = encode_admin_request(request);
  if (!text) return Result<std::string>(text.error());
  write_all(connection.get(), text.value());
  ::shutdown(connection.get(), SHUT_WR);
  return decode_admin_answer(
      read_all(connection.get(), request.verb == "backup" ? backup_wait_ms : answer_wait_ms));
}

}  // namespace walkie

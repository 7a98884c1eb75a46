#include "node/terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace walkie {
namespace {

// For the signal handler.
termios terminal_before;

void show_again_and_end(int signal) {
  ::tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
  (void)::signal(signal, SIG_DFL);
  ::raise(signal);
}

// While it exists, typed text is not shown.
class Hidden {
 public:
  Hidden() {
    ::tcgetattr(STDIN_FILENO, &terminal_before);
    struct sigaction action {};
    action.sa_handler = show_again_and_end;
    for (std::size_t at = 0; at < std::size(signals); ++at)
      ::sigaction(signals[at], &action, &before_[at]);
    termios silent = terminal_before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ECHONL;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Hidden() {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal_before);
    for (std::size_t at = 0; at < std::size(signals); ++at)
      ::sigaction(signals[at], &before_[at], nullptr);
  }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  static constexpr int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  struct sigaction before_[std::size(signals)] = {};
};

std::string ask(const char* what) {
  std::cerr << what << std::flush;
  std::string line;
  std::getline(std::cin, line);
  return line;
}

}  // namespace

Result<std::string> read_password() {
  std::string password;
  if (::isatty(STDIN_FILENO) == 0) {
    std::getline(std::cin, password);
    // A file from Windows: its lines end with two characters, and no password ends with one of
    // them.
    if (password.ends_with('\r')) password.pop_back();
    return password;
  }
  const Hidden hidden;
  password = ask("password: ");
  if (ask("repeat the password: ") == password) return password;
  return Error{.code = Code::bad_request,
               .reason = "passwords_differ",
               .detail = "the passwords differ; nothing was changed"};
}

void open_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest free number is taken: that of this stream, as those before it are open.
    if (::open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY) != stream) std::abort();
  }
}

}  // namespace walkie

#include "base/line_writer.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

namespace walkie {

struct LineWriter::State {
  const int descriptor;
  const std::size_t most_bytes;
  std::mutex mutex;
  std::condition_variable changed;
  std::condition_variable finished;
  std::string waiting;  // whole lines
  bool ending = false;
  bool ended = false;

  void run();
  void put(std::string_view bytes) const;
};

LineWriter::LineWriter(int descriptor, std::size_t most_bytes)
    : state_(new State{.descriptor = descriptor,
                       .most_bytes = most_bytes,
                       .mutex = {},
                       .changed = {},
                       .finished = {},
                       .waiting = {}}) {}

LineWriter::~LineWriter() {
  if (!thread_.joinable()) return;
  std::unique_lock lock(state_->mutex);
  state_->ending = true;
  state_->changed.notify_one();
  const bool ended =
      state_->finished.wait_for(lock, std::chrono::seconds(1), [this] { return state_->ended; });
  lock.unlock();
  ended ? thread_.join() : thread_.detach();
}

bool LineWriter::write(std::string_view line) {
  {
    const std::scoped_lock lock(state_->mutex);
    if (state_->waiting.size() + line.size() + 1 > state_->most_bytes) return false;
    state_->waiting.append(line).push_back('\n');
    if (!thread_.joinable()) thread_ = std::thread([state = state_] { state->run(); });
  }
  state_->changed.notify_one();
  return true;
}

void LineWriter::State::run() {
  // Signals are for other threads; a reader that has gone is an error of one write.
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
  std::string lines;
  std::unique_lock lock(mutex);
  for (;;) {
    changed.wait(lock, [this] { return ending || !waiting.empty(); });
    if (waiting.empty()) break;
    std::swap(lines, waiting);
    lock.unlock();
    put(lines);
    lines.clear();
    lock.lock();
  }
  ended = true;
  finished.notify_one();
}

void LineWriter::State::put(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {  // another process has set O_NONBLOCK on the shared file
      pollfd room{.fd = descriptor, .events = POLLOUT, .revents = 0};
      (void)::poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return;  // a full disk, a reader that has gone: these lines are lost
    }
  }
}

}  // namespace walkie

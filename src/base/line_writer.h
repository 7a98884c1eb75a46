// LineWriter: writes lines to a descriptor on its own thread, so that callers never wait for the
// reader of the lines. A pipe without a reader blocks only that thread.
//
// Lines wait in a buffer of limited size. When it is full, a line is dropped and write() returns
// false. The thread starts with the first line. Any thread may call write.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <thread>

namespace walkie {

class LineWriter {
 public:
  // The caller keeps the descriptor. At most `most_bytes` wait, and as many are being written.
  LineWriter(int descriptor, std::size_t most_bytes);
  // Writes waiting lines for at most a second. The others are lost.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  // Adds the line break. False: the buffer is full, and the line was dropped.
  bool write(std::string_view line);

 private:
  struct State;
  const std::shared_ptr<State> state_;  // the thread's too: it may be stuck when this ends
  std::thread thread_;
};

}  // namespace walkie

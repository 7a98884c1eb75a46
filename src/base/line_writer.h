// LineWriter: writes lines to a descriptor from a thread of its own, so that nobody who has a line
// ever waits for the one who should read them. A pipe that nobody reads blocks that thread alone.
//
// Lines wait in a bounded buffer; what finds no room is dropped, and the caller is told. The thread
// starts with the first line. Any thread may call write.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <thread>

namespace walkie {

class LineWriter {
 public:
  // The descriptor stays the caller's. At most `most_bytes` wait, and as many are being written.
  LineWriter(int descriptor, std::size_t most_bytes);
  // Lines that wait are written, for a second at most; the rest is lost with the process.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  // Adds the line break. False: there was no room, the line is dropped.
  bool write(std::string_view line);

 private:
  struct State;
  const std::shared_ptr<State> state_;  // the thread's too: it may be stuck when this ends
  std::thread thread_;
};

}  // namespace walkie

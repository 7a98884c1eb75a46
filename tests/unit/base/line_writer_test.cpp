#include "base/line_writer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <utility>

namespace walkie {
namespace {

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends.data()), 0); }
  ~Pipe() {
    close_reading();
    close_writing();
  }
  void close_reading() {
    if (ends[0] >= 0) ::close(std::exchange(ends[0], -1));
  }
  void close_writing() {
    if (ends[1] >= 0) ::close(std::exchange(ends[1], -1));
  }
  // Up to `most` bytes; less only at the end.
  std::string read(std::size_t most) {
    std::string all(most, '\0');
    std::size_t got = 0;
    while (got < most) {
      const ssize_t count = ::read(ends[0], all.data() + got, most - got);
      if (count <= 0) break;
      got += static_cast<std::size_t>(count);
    }
    all.resize(got);
    return all;
  }
  std::array<int, 2> ends{-1, -1};
};

TEST(LineWriter, WritesWholeLinesInOrder) {
  Pipe pipe;
  {
    LineWriter writer(pipe.ends[1], 1 << 16);
    for (int i = 0; i < 100; ++i)
      EXPECT_TRUE(writer.write("line " + std::to_string(i)));
  }
  pipe.close_writing();
  std::string wanted;
  for (int i = 0; i < 100; ++i)
    wanted += "line " + std::to_string(i) + "\n";
  EXPECT_EQ(pipe.read(1 << 20), wanted);
}

// The end does not wait for the reader either, or this test would hang.
TEST(LineWriter, NobodyWaitsForAReaderWhoDoesNotRead) {
  constexpr std::size_t kMost = 1 << 16;
  Pipe pipe;
  const std::string line(999, 'x');
  std::size_t taken = 0;
  {
    LineWriter writer(pipe.ends[1], kMost);
    // Ten times what the pipe and both buffers hold.
    for (int i = 0; i < 3'000; ++i)
      taken += writer.write(line) ? 1 : 0;
    EXPECT_LT(taken, 3'000U);
    EXPECT_GE(taken, kMost / 1'000);
    // Who reads at last gets whole lines, and there is room again.
    EXPECT_EQ(pipe.read(1'000), line + "\n");
    while (!writer.write("room again"))
      (void)pipe.read(1'000);
  }
}

TEST(LineWriter, AReaderThatHasGoneEndsNothing) {
  Pipe pipe;
  pipe.close_reading();
  LineWriter writer(pipe.ends[1], 1 << 16);
  for (int i = 0; i < 100; ++i)
    writer.write("nobody hears this");
}

}  // namespace
}  // namespace walkie

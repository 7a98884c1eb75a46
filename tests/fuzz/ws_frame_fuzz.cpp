// The frame reader as a state machine: whatever the bytes and however they are split, it must not
// crash, and the split must not change what it says. The first byte of the input chooses limits.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "net/websocket_frame.h"

namespace {

using walkie::net::FrameReader;
using walkie::net::Opcode;

struct Record : walkie::net::FrameSink {
  int on_data(Opcode opcode, bool deflated, std::string_view bytes) override {
    if (opcode == Opcode::text && !deflated && !walkie::utf8_valid(bytes)) std::abort();
    log.emplace_back(bytes);
    return 0;
  }
  int on_control(Opcode, std::string_view payload) override {
    if (payload.size() > 125) std::abort();
    log.emplace_back(payload);
    return 0;
  }
  std::vector<std::string> log;
};

int run(std::string bytes, const walkie::net::WebSocketLimits& limits, bool deflate,
        std::size_t step, Record& record) {
  FrameReader reader;
  int code = 0;
  for (std::size_t at = 0; at < bytes.size() && code == 0 && !reader.saw_close(); at += step) {
    std::size_t size = std::min(step, bytes.size() - at);
    code = reader.feed({bytes.data() + at, size}, limits, deflate, record);
  }
  return code;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  walkie::net::WebSocketLimits limits;
  if ((data[0] & 1) != 0) limits.frame_bytes = 20;
  if ((data[0] & 2) != 0) limits.message_bytes = 30;
  if ((data[0] & 4) != 0) limits.fragments = 2;
  bool deflate = (data[0] & 8) != 0;
  std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  Record whole;
  int code = run(bytes, limits, deflate, bytes.size(), whole);
  for (std::size_t step : {1, 3, 16}) {
    Record split;
    if (run(bytes, limits, deflate, step, split) != code || split.log != whole.log) std::abort();
  }
  return 0;
}

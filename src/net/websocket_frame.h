// WebSocket frames (RFC 6455 5): writes headers, and reads the frames of a client.
//
// FrameReader is a pure state machine over any split of the stream. It unmasks in place and returns
// whole messages. A message that arrived in one piece is not copied.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "net/server_limits.h"

namespace walkie::net {

enum class Opcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10,
};

constexpr std::uint8_t kFinBit = 0x80;
constexpr std::uint8_t kDeflatedBit = 0x40;  // RSV1, RFC 7692
constexpr std::size_t kMostHeaderBytes = 10;

// The first byte of an unfragmented frame.
constexpr std::uint8_t first_byte_of(Opcode opcode) {
  return static_cast<std::uint8_t>(kFinBit | static_cast<std::uint8_t>(opcode));
}

// Writes an unmasked header (2, 4 or 10 bytes) and returns its size.
std::size_t write_frame_header(char* out, std::uint8_t first_byte, std::size_t payload_bytes);
constexpr std::size_t frame_header_bytes(std::size_t payload_bytes) {
  return payload_bytes < 126 ? 2 : payload_bytes < 65536 ? 4 : 10;
}

// Whether a peer may send this code in a Close frame (RFC 6455 7.4 and the registry).
bool valid_close_code(int code);

class FrameSink {
 public:
  virtual ~FrameSink() = default;
  // Each returns 0, or the close code to fail the connection with. Text is valid UTF-8. A deflated
  // message is passed on without inflating or checking it.
  virtual int on_data(Opcode opcode, bool deflated, std::string_view bytes) = 0;
  virtual int on_control(Opcode opcode, std::string_view payload) = 0;
};

class FrameReader {
 public:
  // Reads all of `bytes`, and unmasks them in place. Returns 0, or the close code to fail with.
  // After a code or a Close frame it must not be called again.
  int feed(std::span<char> bytes, const WebSocketLimits& limits, bool deflate, FrameSink& sink);
  bool saw_close() const { return saw_close_; }

 private:
  // Used only while a message or a control frame is in several pieces.
  struct Pieces {
    std::string message;
    std::array<char, 125> control;
  };

  int begin_frame(const WebSocketLimits& limits, bool deflate);
  int begin_data(const WebSocketLimits& limits);
  int take_payload(std::span<char> piece, FrameSink& sink);
  int take_control(std::span<char> piece, FrameSink& sink);
  int take_data(std::span<char> piece, FrameSink& sink);
  Pieces& pieces();
  std::size_t header_needed() const;
  bool is_control() const { return (header_[0] & 0x08) != 0; }
  bool is_final() const { return (header_[0] & 0x80) != 0; }

  std::uint64_t left_ = 0;  // missing payload bytes of this frame
  std::unique_ptr<Pieces> pieces_;
  std::uint32_t fragments_ = 0;  // of the current message; 0: none
  std::array<std::uint8_t, 14> header_{};
  std::uint8_t header_have_ = 0;
  std::uint8_t control_have_ = 0;
  std::uint8_t mask_phase_ = 0;
  Opcode message_ = Opcode::continuation;
  bool in_payload_ = false;
  bool deflated_ = false;
  bool saw_close_ = false;
  Utf8Validator utf8_;
};

}  // namespace walkie::net

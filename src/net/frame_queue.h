// FrameQueue: what a WebSocket still has to write. Payloads are shared with all other connections
// that got them; headers are made when the bytes are gathered for a write. Allocates nothing once
// it has reached its usual depth.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/shared_bytes.h"

namespace walkie::net {

class FrameQueue {
 public:
  // first_byte: FIN, RSV1, opcode. 0: `bytes` are raw (the answer to the handshake).
  void push(SharedBytes bytes, std::uint8_t first_byte);

  bool empty() const { return head_ == entries_.size(); }
  std::size_t bytes() const { return bytes_; }  // payload of whole frames still queued
  std::size_t frames() const { return entries_.size() - head_; }

  // Copies headers and payloads from the front into `scratch`; returns how many bytes.
  std::size_t gather(std::span<char> scratch) const;
  // The first `bytes` of what gather gave were written. Returns how many frames that completed.
  std::size_t consume(std::size_t bytes);

  // Drops all frames but one that was begun: the peer must still be able to read the frame that
  // tells it why.
  void drop_unbegun();
  void clear();

 private:
  struct Entry {
    SharedBytes bytes;
    std::uint8_t first_byte;
    std::size_t wire_bytes() const;
  };
  void release_if_empty();

  std::vector<Entry> entries_;
  std::uint32_t head_ = 0;    // entries before it are written
  std::uint32_t offset_ = 0;  // bytes of entries_[head_] that are written, header included
  std::size_t bytes_ = 0;
};

}  // namespace walkie::net

// FrameQueue: the frames that a WebSocket has to write. Payloads are shared with the other
// connections that receive them. Headers are made when bytes are gathered for a write. Allocates
// nothing once it has reached its usual depth. Owner: its connection; the loop's thread only.
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
  std::size_t bytes() const {
    return bytes_;
  }  // payload bytes of frames that are not completely written
  std::size_t frames() const { return entries_.size() - head_; }

  // Copies headers and payloads from the front into `scratch`. Returns the number of bytes.
  std::size_t gather(std::span<char> scratch) const;
  // Removes `bytes` bytes, which were written. Returns how many frames they completed.
  std::size_t consume(std::size_t bytes);

  // Drops all frames except one that is partly written: the peer must be able to parse the Close
  // frame that follows.
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
  std::uint32_t head_ = 0;    // entries before it were written
  std::uint32_t offset_ = 0;  // written bytes of entries_[head_], with its header
  std::size_t bytes_ = 0;
};

}  // namespace walkie::net

// OutQueue: the bytes that an HTTP connection has to write. Heads and small bodies are copied
// together; large or shared bodies are kept by reference. Owner: its connection; the loop's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/shared_bytes.h"

namespace walkie::net {

class OutQueue {
 public:
  void push_copy(std::string_view bytes);
  // held: released when the bytes were written, or the queue is cleared.
  void push(std::string bytes, std::shared_ptr<void> held = nullptr);
  void push(SharedBytes bytes);
  void push_fixed(std::string_view bytes);  // must outlive the queue

  bool empty() const { return bytes_ == 0; }
  std::size_t bytes() const { return bytes_; }

  // The next bytes to write, from the front of the queue. Copied into `scratch` when they are in
  // several pieces.
  std::string_view front(std::span<char> scratch) const;
  void consume(std::size_t bytes);
  void clear();

 private:
  struct Piece {
    std::string owned;
    SharedBytes shared;
    std::string_view fixed;
    std::shared_ptr<void> held;
    std::string_view view() const {
      return !owned.empty() ? std::string_view(owned) : !shared.empty() ? shared.view() : fixed;
    }
  };
  void add(Piece piece);

  // Usually one piece, written in the same turn. Empty for an idle connection.
  std::vector<Piece> pieces_;
  std::size_t first_ = 0;   // pieces before it have been written
  std::size_t offset_ = 0;  // into the first piece
  std::size_t bytes_ = 0;
};

}  // namespace walkie::net

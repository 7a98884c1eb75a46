// OutQueue: what an HTTP connection still has to write: heads and small bodies copied together,
// large or shared bodies only pointed at.
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
  // held: let go when the bytes have been written, or the queue is cleared.
  void push(std::string bytes, std::shared_ptr<void> held = nullptr);
  void push(SharedBytes bytes);
  void push_fixed(std::string_view bytes);  // must outlive the queue

  bool empty() const { return bytes_ == 0; }
  std::size_t bytes() const { return bytes_; }

  // What to write next: a run of the queue's front, gathered in `scratch` when it is of many
  // pieces.
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

  // Almost always one piece, gone in the same turn: an idle connection owns nothing here.
  std::vector<Piece> pieces_;
  std::size_t first_ = 0;   // pieces before it have been written
  std::size_t offset_ = 0;  // into the first piece
  std::size_t bytes_ = 0;
};

}  // namespace walkie::net

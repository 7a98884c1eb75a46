#include "net/out_queue.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace walkie::net {

namespace {
constexpr std::size_t kCopyBytes = 4 * 1024;     // smaller pieces are copied together
constexpr std::size_t kDirectBytes = 16 * 1024;  // larger ones are written without a copy
}  // namespace

void OutQueue::add(Piece piece) {
  std::size_t size = piece.view().size();
  if (size == 0) return;
  pieces_.push_back(std::move(piece));
  bytes_ += size;
}

void OutQueue::push_copy(std::string_view bytes) {
  if (bytes.empty()) return;
  if (!empty() && !pieces_.back().owned.empty() && pieces_.back().owned.size() < kCopyBytes) {
    pieces_.back().owned.append(bytes);
    bytes_ += bytes.size();
    return;
  }
  add({std::string(bytes), {}, {}, {}});
}

void OutQueue::push(std::string bytes, std::shared_ptr<void> held) {
  if (!empty() && bytes.size() <= kCopyBytes) return push_copy(bytes);
  add({std::move(bytes), {}, {}, std::move(held)});
}

void OutQueue::push(SharedBytes bytes) {
  if (bytes.size() <= kCopyBytes) return push_copy(bytes.view());
  add({{}, std::move(bytes), {}, {}});
}

void OutQueue::push_fixed(std::string_view bytes) {
  if (bytes.size() <= kCopyBytes) return push_copy(bytes);
  add({{}, {}, bytes, {}});
}

std::string_view OutQueue::front(std::span<char> scratch) const {
  std::string_view first = pieces_[first_].view().substr(offset_);
  if (first.size() >= kDirectBytes || pieces_.size() == first_ + 1) return first;
  std::size_t size = 0;
  std::size_t offset = offset_;
  for (std::size_t i = first_; i < pieces_.size(); ++i) {
    std::string_view view = pieces_[i].view().substr(std::exchange(offset, 0));
    std::size_t part = std::min(view.size(), scratch.size() - size);
    std::memcpy(scratch.data() + size, view.data(), part);
    size += part;
    if (size == scratch.size()) break;
  }
  return {scratch.data(), size};
}

void OutQueue::consume(std::size_t bytes) {
  bytes_ -= bytes;
  while (bytes > 0) {
    std::size_t left = pieces_[first_].view().size() - offset_;
    if (bytes < left) {
      offset_ += bytes;
      return;
    }
    bytes -= left;
    offset_ = 0;
    pieces_[first_++] = {};
  }
  if (bytes_ == 0) return clear();
  // A stream that never becomes empty must not keep the entries that it has written.
  if (first_ < 64 || first_ < pieces_.size() / 2) return;
  pieces_.erase(pieces_.begin(), pieces_.begin() + static_cast<std::ptrdiff_t>(first_));
  first_ = 0;
}

void OutQueue::clear() {
  pieces_ = {};
  first_ = bytes_ = offset_ = 0;
}

}  // namespace walkie::net

#include "net/out_queue.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace walkie::net {

namespace {
constexpr std::size_t kCopyBytes = 4 * 1024;     // smaller pieces are copied together
constexpr std::size_t kDirectBytes = 16 * 1024;  // larger ones are written from where they lie
}  // namespace

void OutQueue::add(Piece piece) {
  std::size_t size = piece.view().size();
  if (size == 0) return;
  if (!pieces_) pieces_ = std::make_unique<std::deque<Piece>>();
  pieces_->push_back(std::move(piece));
  bytes_ += size;
}

void OutQueue::push_copy(std::string_view bytes) {
  if (bytes.empty()) return;
  if (pieces_ && !pieces_->empty() && !pieces_->back().owned.empty() &&
      pieces_->back().owned.size() < kCopyBytes) {
    pieces_->back().owned.append(bytes);
    bytes_ += bytes.size();
    return;
  }
  add({std::string(bytes), {}, {}});
}

void OutQueue::push(std::string bytes) {
  if (bytes.size() <= kCopyBytes) return push_copy(bytes);
  add({std::move(bytes), {}, {}});
}

void OutQueue::push(SharedBytes bytes) {
  if (bytes.size() <= kCopyBytes) return push_copy(bytes.view());
  add({{}, std::move(bytes), {}});
}

void OutQueue::push_fixed(std::string_view bytes) {
  if (bytes.size() <= kCopyBytes) return push_copy(bytes);
  add({{}, {}, bytes});
}

std::string_view OutQueue::front(std::span<char> scratch) const {
  std::string_view first = pieces_->front().view().substr(offset_);
  if (first.size() >= kDirectBytes || pieces_->size() == 1) return first;
  std::size_t size = 0;
  std::size_t offset = offset_;
  for (const Piece& piece : *pieces_) {
    std::string_view view = piece.view().substr(std::exchange(offset, 0));
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
    std::size_t left = pieces_->front().view().size() - offset_;
    if (bytes < left) {
      offset_ += bytes;
      return;
    }
    bytes -= left;
    offset_ = 0;
    pieces_->pop_front();
  }
  if (bytes_ == 0) pieces_.reset();
}

void OutQueue::clear() {
  pieces_.reset();
  bytes_ = offset_ = 0;
}

}  // namespace walkie::net

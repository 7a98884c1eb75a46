#include "net/frame_queue.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "net/websocket_frame.h"

namespace walkie::net {

namespace {
constexpr std::size_t kKeptEntries = 16;  // the capacity that an idle connection keeps
}

std::size_t FrameQueue::Entry::wire_bytes() const {
  return bytes.size() + (first_byte == 0 ? 0 : frame_header_bytes(bytes.size()));
}

void FrameQueue::push(SharedBytes bytes, std::uint8_t first_byte) {
  bytes_ += bytes.size();
  if (head_ > 64 && head_ * 2 > entries_.size()) {
    entries_.erase(entries_.begin(), entries_.begin() + head_);
    head_ = 0;
  }
  entries_.push_back({std::move(bytes), first_byte});
}

std::size_t FrameQueue::gather(std::span<char> scratch) const {
  char* out = scratch.data();
  char* end = out + scratch.size();
  std::size_t skip = offset_;
  for (std::size_t i = head_; i < entries_.size() && out != end; ++i) {
    const Entry& entry = entries_[i];
    std::string_view payload = entry.bytes.view();
    if (entry.first_byte != 0) {
      char header[kMostHeaderBytes];
      std::size_t size = write_frame_header(header, entry.first_byte, payload.size());
      std::size_t from = std::min(skip, size);
      std::size_t part = std::min<std::size_t>(size - from, static_cast<std::size_t>(end - out));
      std::memcpy(out, header + from, part);
      out += part;
      skip -= from;
    }
    payload.remove_prefix(std::exchange(skip, 0));
    std::size_t part = std::min<std::size_t>(payload.size(), static_cast<std::size_t>(end - out));
    if (part > 0) std::memcpy(out, payload.data(), part);
    out += part;
  }
  return static_cast<std::size_t>(out - scratch.data());
}

std::size_t FrameQueue::consume(std::size_t bytes) {
  std::size_t completed = 0;
  while (!empty()) {
    Entry& entry = entries_[head_];
    std::size_t left = entry.wire_bytes() - offset_;
    if (bytes < left) {
      offset_ += static_cast<std::uint32_t>(bytes);
      return completed;
    }
    bytes -= left;
    bytes_ -= entry.bytes.size();
    entry.bytes = SharedBytes();
    offset_ = 0;
    ++head_;
    ++completed;
  }
  release_if_empty();
  return completed;
}

void FrameQueue::drop_unbegun() {
  if (empty()) return;
  std::size_t keep = head_ + (offset_ > 0 ? 1U : 0U);
  for (std::size_t i = keep; i < entries_.size(); ++i)
    bytes_ -= entries_[i].bytes.size();
  entries_.resize(keep);
  release_if_empty();
}

void FrameQueue::clear() {
  entries_.clear();
  head_ = offset_ = 0;
  bytes_ = 0;
}

void FrameQueue::release_if_empty() {
  if (!empty()) return;
  entries_.clear();
  head_ = 0;
  if (entries_.capacity() > kKeptEntries) std::vector<Entry>().swap(entries_);
}

}  // namespace walkie::net

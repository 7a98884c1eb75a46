// SharedBytes: immutable bytes with a reference count, shared by all queues that will send them.
//
// One allocation has the count and the bytes. Copying is one atomic increment. Any thread may copy
// or destroy its own handle.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace walkie {

class SharedBytes {
 public:
  SharedBytes() = default;
  explicit SharedBytes(std::string_view bytes) : block_(make(bytes)) {}
  SharedBytes(const SharedBytes& other) : block_(other.block_) { retain(); }
  SharedBytes(SharedBytes&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  SharedBytes& operator=(SharedBytes other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~SharedBytes() { release(); }

  std::string_view view() const {
    return block_ == nullptr ? std::string_view() : std::string_view(block_->bytes(), block_->size);
  }
  std::size_t size() const { return block_ == nullptr ? 0 : block_->size; }
  bool empty() const { return size() == 0; }

 private:
  struct Block {
    std::atomic<std::uint32_t> holders{1};
    std::uint32_t size = 0;
    char* bytes() { return reinterpret_cast<char*>(this + 1); }
  };

  static Block* make(std::string_view bytes) {
    auto* block = new (::operator new(sizeof(Block) + bytes.size())) Block;
    block->size = static_cast<std::uint32_t>(bytes.size());
    if (!bytes.empty()) std::memcpy(block->bytes(), bytes.data(), bytes.size());
    return block;
  }
  void retain() {
    if (block_ != nullptr) block_->holders.fetch_add(1, std::memory_order_relaxed);
  }
  void release() {
    if (block_ == nullptr || block_->holders.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    block_->~Block();
    ::operator delete(block_);
  }

  Block* block_ = nullptr;
};

}  // namespace walkie

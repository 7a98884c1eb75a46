// ReadSlots: limits the reads in flight, for each principal and each address, and the bytes of
// answers that clients have not received yet. A read is in flight from its request until the kernel
// of the client has the last byte. So a client that sends requests and does not read the answers
// uses up its own slots, not the memory of the server. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/result.h"
#include "chat/limits.h"
#include "chat/principal.h"

namespace walkie::api {

class ReadSlots {
 public:
  // One read in flight. Given back when it is destroyed.
  class Slot {
   public:
    Slot(ReadSlots& owner, std::string principal, std::string address)
        : owner_(owner), principal_(std::move(principal)), address_(std::move(address)) {}
    ~Slot();
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

    // Counts the bytes of the answer, once it is made. Call it once.
    void holds(std::size_t bytes);

   private:
    friend class ReadSlots;
    ReadSlots& owner_;
    const std::string principal_, address_;  // empty: not counted
    std::shared_ptr<void> connection_;
    std::size_t bytes_ = 0;
  };

  explicit ReadSlots(const Limits& limits) : limits_(limits) {}
  ~ReadSlots();  // every Slot has been given back
  ReadSlots(const ReadSlots&) = delete;

  // Errors: too_many (too_many_reads); unavailable (busy) while more than answers_total_bytes wait
  // for clients. address: the client's, behind trusted proxies; not counted for staff and loopback.
  Result<std::shared_ptr<Slot>> enter(const Principal& principal, const std::string& address);

  // For the answer of a long-poll, which was counted as a connection while it waited: counts its
  // bytes only. `connection` is released with the slot. Error: unavailable (busy).
  Result<std::shared_ptr<Slot>> enter_answer(std::shared_ptr<void> connection);

  std::size_t kept() const;  // keys in memory
  std::int64_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  void leave(const std::string& key);

  const Limits& limits_;
  std::atomic<std::int64_t> bytes_{0};
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::int64_t> counts_;  // none is 0
};

}  // namespace walkie::api

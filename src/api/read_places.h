// ReadPlaces: how many reads are in flight, for each principal and each address, and how many bytes
// of answers clients have not taken yet. A read is in flight from its request until the client's
// kernel has its last byte. A client that asks and does not read loses its places; the server does
// not lose its memory. Any thread.
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

class ReadPlaces {
 public:
  // Given back when this is destroyed.
  class Place {
   public:
    Place(ReadPlaces& owner, std::string principal, std::string address)
        : owner_(owner), principal_(std::move(principal)), address_(std::move(address)) {}
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    // The answer is made, and has so many bytes. Once.
    void holds(std::size_t bytes);

   private:
    friend class ReadPlaces;
    ReadPlaces& owner_;
    const std::string principal_, address_;  // empty: not counted
    std::shared_ptr<void> connection_;
    std::size_t bytes_ = 0;
  };

  explicit ReadPlaces(const Limits& limits) : limits_(limits) {}
  ~ReadPlaces();  // every Place has been given back
  ReadPlaces(const ReadPlaces&) = delete;

  // too_many (too_many_reads), or unavailable (busy) when clients take what they get too slowly.
  // address: of the client, proxies seen through; staff and loopback are not counted by it.
  Result<std::shared_ptr<Place>> enter(const Principal& principal, const std::string& address);

  // For the answer of who was counted as a connection while it waited (a long-poll): its bytes are
  // counted, and `connection` is given back once the client has taken them. unavailable (busy).
  Result<std::shared_ptr<Place>> enter_answer(std::shared_ptr<void> connection);

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

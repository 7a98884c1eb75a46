// Census: how many live connections each principal has, over all loops. Asked when one opens or
// closes, never per message. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/result.h"
#include "chat/limits.h"
#include "chat/principal.h"

namespace walkie::api {

class Census {
 public:
  // A place that is given back when this is destroyed.
  class Place {
   public:
    Place() = default;
    Place(Census& census, std::uint64_t key) : census_(&census), key_(key) {}
    Place(Place&& other) noexcept : census_(other.census_), key_(other.key_) {
      other.census_ = nullptr;
    }
    Place& operator=(Place&& other) noexcept;
    ~Place() { give_back(); }

   private:
    void give_back();
    Census* census_ = nullptr;
    std::uint64_t key_ = 0;
  };

  explicit Census(const Limits& limits) : limits_(limits) {}

  // too_many (too_many_connections) when the principal has as many as it may.
  Result<std::shared_ptr<Place>> enter(const Principal& principal);

 private:
  void leave(std::uint64_t key);

  const Limits& limits_;
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::int64_t> counts_;
};

}  // namespace walkie::api

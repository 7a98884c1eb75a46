// Newcomers: connections that have not sent one whole request yet, counted by client address. They
// are all that a stranger can hold without saying anything; a connection that has spoken is bounded
// by what its principal may have (docs/decisions/0017).
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "net/forwarded.h"

namespace walkie::net {

class Newcomers {
 public:
  explicit Newcomers(std::size_t most_per_address) : most_(most_per_address) {}
  Newcomers(const Newcomers&) = delete;

  // Addresses or blocks that stand for many clients, and are never counted. Before the first admit.
  bool spare(std::string_view block) { return spared_.add(block); }

  // Held by a connection until it has sent a request, or is gone; any thread may give it back.
  class Place {
   public:
    Place() = default;
    Place(Place&& other) noexcept;
    Place& operator=(Place&& other) noexcept;
    ~Place() { give_back(); }
    void give_back();

   private:
    friend class Newcomers;
    Place(Newcomers& owner, std::string address) : owner_(&owner), address_(std::move(address)) {}
    Newcomers* owner_ = nullptr;
    std::string address_;
  };

  // nullopt: that address has as many as it may have.
  std::optional<Place> admit(const std::string& address);

 private:
  void leave(const std::string& address);

  const std::size_t most_;
  TrustedProxies spared_;
  std::mutex mutex_;  // taken twice for each new connection, never while one talks
  std::unordered_map<std::string, std::size_t> now_;
};

}  // namespace walkie::net

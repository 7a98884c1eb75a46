// ConnectionCounts: limits the live connections of each principal, and of all visitors at one
// address, over all loops. Called when a connection opens or closes, never per message. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/result.h"
#include "chat/limits.h"
#include "chat/principal.h"

namespace walkie::api {

class ConnectionCounts {
 public:
  // One live connection. Given back when it is destroyed.
  class Slot {
   public:
    Slot(ConnectionCounts& connection_counts, std::uint64_t key, std::string address)
        : connection_counts_(connection_counts), key_(key), address_(std::move(address)) {}
    ~Slot() { connection_counts_.leave(key_, address_); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

   private:
    ConnectionCounts& connection_counts_;
    const std::uint64_t key_;
    const std::string address_;  // empty: not counted
  };

  // connections: how many the server accepts in all; 0: not known.
  ConnectionCounts(const Limits& limits, std::size_t connections);

  // Error: too_many (too_many_connections) when the principal has its maximum, or the visitors at
  // the address have theirs. address: the client's, behind trusted proxies.
  Result<std::shared_ptr<Slot>> enter(const Principal& principal, const std::string& address);

 private:
  void leave(std::uint64_t key, const std::string& address);

  const Limits& limits_;
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::int64_t> counts_;
  std::unordered_map<std::string, std::int64_t> addresses_;  // of visitors
  std::int64_t most_per_address_;
};

}  // namespace walkie::api

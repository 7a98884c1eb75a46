// ConnectionCounts: how many live connections each principal has, and the visitors at each address,
// over all loops. Asked when one opens or closes, never per message. Any thread.
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
  // A place that is given back when this is destroyed.
  class Place {
   public:
    Place(ConnectionCounts& connection_counts, std::uint64_t key, std::string address)
        : connection_counts_(connection_counts), key_(key), address_(std::move(address)) {}
    ~Place() { connection_counts_.leave(key_, address_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    ConnectionCounts& connection_counts_;
    const std::uint64_t key_;
    const std::string address_;  // empty: not counted
  };

  // connections: that the server takes at all; 0: not known.
  ConnectionCounts(const Limits& limits, std::size_t connections);

  // too_many (too_many_connections) when the principal, or the visitors at that address (of the
  // client, proxies seen through), have as many as they may.
  Result<std::shared_ptr<Place>> enter(const Principal& principal, const std::string& address);

 private:
  void leave(std::uint64_t key, const std::string& address);

  const Limits& limits_;
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::int64_t> counts_;
  std::unordered_map<std::string, std::int64_t> addresses_;  // of visitors
  std::int64_t most_per_address_;
};

}  // namespace walkie::api

#include "api/connection_counts.h"

#include <algorithm>
#include <utility>

#include "base/address_key.h"

namespace walkie::api {
namespace {

Error too_many_connections(std::int64_t limit, std::string_view whose) {
  return Error{.code = Code::too_many,
               .reason = "too_many_connections",
               .detail = std::string(whose) + " may have at most " + std::to_string(limit) +
                         " connections open. Close one, then try again.",
               .retry_after_s = 10};
}

}  // namespace

// One address may be a large office. Half of the connections stay for all other addresses.
ConnectionCounts::ConnectionCounts(const Limits& limits, std::size_t connections)
    : limits_(limits), most_per_address_(limits.visitor_connections_per_address) {
  if (connections == 0) return;
  const auto half = std::max<std::int64_t>(1, static_cast<std::int64_t>(connections / 2));
  most_per_address_ = most_per_address_ > 0 ? std::min(most_per_address_, half) : half;
}

Result<std::shared_ptr<ConnectionCounts::Slot>> ConnectionCounts::enter(
    const Principal& principal, const std::string& address) {
  const bool staff = principal.staff();
  const std::int64_t limit =
      staff ? limits_.connections_per_agent : limits_.connections_per_visitor;
  const auto key =
      (static_cast<std::uint64_t>(principal.kind) << 56) | static_cast<std::uint64_t>(principal.id);
  std::string where = staff ? std::string() : address_key(address);
  if (is_loopback_key(where)) where.clear();
  const std::scoped_lock lock(mutex_);
  const auto count = counts_.find(key);
  if (limit > 0 && count != counts_.end() && count->second >= limit) {
    return too_many_connections(limit, "One user");
  }
  const auto there = addresses_.find(where);
  if (most_per_address_ > 0 && there != addresses_.end() && there->second >= most_per_address_) {
    return too_many_connections(most_per_address_, "The visitors at one IP address");
  }
  ++counts_[key];
  if (!where.empty()) ++addresses_[where];
  return std::make_shared<Slot>(*this, key, std::move(where));
}

void ConnectionCounts::leave(std::uint64_t key, const std::string& address) {
  const std::scoped_lock lock(mutex_);
  const auto found = counts_.find(key);
  if (found != counts_.end() && --found->second <= 0) counts_.erase(found);
  const auto there = addresses_.find(address);
  if (there != addresses_.end() && --there->second <= 0) addresses_.erase(there);
}

}  // namespace walkie::api

#include "api/rates.h"

#include <algorithm>

namespace walkie::api {
namespace {

std::string key_of(std::string_view what, const Principal& principal) {
  std::string key(what);
  key += static_cast<char>('0' + static_cast<int>(principal.kind));
  key += std::to_string(principal.id);
  return key;
}

Rate per_hour(std::int64_t count) {
  return {static_cast<double>(count) / 3600, static_cast<double>(count)};
}

}  // namespace

Result<void> Rates::message(const Principal& sender) {
  const bool staff = sender.staff();
  const Rate rate{
      static_cast<double>(staff ? limits_.agent_messages_per_s : limits_.visitor_messages_per_s),
      static_cast<double>(staff ? limits_.agent_messages_burst : limits_.visitor_messages_burst)};
  return take(key_of("m", sender), rate, "messages");
}

Result<void> Rates::new_conversation(const std::string& address) {
  return take("c" + address, per_hour(limits_.conversations_per_hour), "new conversations");
}

Result<void> Rates::new_visitor(const std::string& address) {
  return take("v" + address, per_hour(limits_.visitors_per_hour), "new visitors");
}

Result<void> Rates::take(std::string key, Rate rate, std::string_view what) {
  if (rate.per_second <= 0) return {};
  const Instant now = clock_.now();
  Shard& shard = shards_[std::hash<std::string>{}(key) % shards_.size()];
  const std::scoped_lock lock(shard.mutex);
  if (shard.buckets.size() >= shard.sweep_at) {
    std::erase_if(shard.buckets, [now](const auto& entry) { return entry.second.full(now); });
    shard.sweep_at = std::max<std::size_t>(1024, shard.buckets.size() * 2);
  }
  TokenBucket& bucket = shard.buckets.try_emplace(std::move(key), rate, now).first->second;
  if (bucket.take(now)) return {};
  const std::int64_t wait_ms = bucket.wait(now).count();
  const int seconds = static_cast<int>((wait_ms + 999) / 1000);
  return Error{.code = Code::too_many,
               .reason = "too_fast",
               .detail = "Too many " + std::string(what) + "; try again in " +
                         std::to_string(seconds) + " s.",
               .retry_after_s = std::max(1, seconds)};
}

std::size_t Rates::kept() const {
  std::size_t total = 0;
  for (const Shard& shard : shards_) {
    const std::scoped_lock lock(shard.mutex);
    total += shard.buckets.size();
  }
  return total;
}

}  // namespace walkie::api

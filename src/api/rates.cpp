#include "api/rates.h"

#include <algorithm>

#include "base/address_key.h"
#include "base/assert.h"

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

Rate per_minute(std::int64_t count) {
  return {static_cast<double>(count) / 60, static_cast<double>(count)};
}

Error too_fast(std::string_view what, Duration wait) {
  const int seconds = std::max(1, static_cast<int>((wait.count() + 999) / 1000));
  return Error{.code = Code::too_many,
               .reason = "too_fast",
               .detail = "Too many " + std::string(what) + ". Try again in " +
                         std::to_string(seconds) + " s.",
               .retry_after_s = seconds};
}

// Whether the client could have avoided the error.
bool fault_of_client(Code code) {
  return code != Code::unavailable && code != Code::storage_full && code != Code::internal;
}

constexpr std::size_t shard_count = 64;
constexpr Duration sweep_interval(60'000);

}  // namespace

Rates::Rates(const Clock& clock, const Limits& limits, Metrics& metrics)
    : clock_(clock), limits_(limits) {
  const auto most = static_cast<std::size_t>(std::max<std::int64_t>(limits.rate_keys, 0));
  for (std::size_t i = 0; i < shard_count; ++i)
    shards_.emplace_back(most / shard_count);
  metrics.gauge_from("walkie_rate_keys", "Visitors, agents and addresses whose rate is in memory",
                     [this] { return static_cast<double>(kept()); });
  metrics.gauge_from("walkie_rate_keys_evicted", "Rates forgotten early because the table was full",
                     [this] { return static_cast<double>(evicted()); });
}

Result<void> Rates::read(const Principal& reader) {
  const bool staff = reader.staff();
  const Rate rate{
      static_cast<double>(staff ? limits_.agent_reads_per_s : limits_.visitor_reads_per_s),
      static_cast<double>(staff ? limits_.agent_reads_burst : limits_.visitor_reads_burst)};
  return take({key_of("g", reader), rate, "reads"});
}

Result<void> Rates::change(const Principal& changer) {
  const bool staff = changer.staff();
  const Rate rate{
      static_cast<double>(staff ? limits_.agent_changes_per_s : limits_.visitor_changes_per_s),
      static_cast<double>(staff ? limits_.agent_changes_burst : limits_.visitor_changes_burst)};
  return take({key_of("w", changer), rate, "changes"});
}

bool Rates::typing(const Principal& writer, ConversationId id) {
  if (limits_.typing_interval_ms <= 0) return true;
  const Rate rate{1000.0 / static_cast<double>(limits_.typing_interval_ms), 1};
  return take({key_of("t", writer) + "." + std::to_string(id.value), rate, "typing"}).ok();
}

Result<void> Rates::message(const Principal& sender) {
  const bool staff = sender.staff();
  const Rate rate{
      static_cast<double>(staff ? limits_.agent_messages_per_s : limits_.visitor_messages_per_s),
      static_cast<double>(staff ? limits_.agent_messages_burst : limits_.visitor_messages_burst)};
  return take({key_of("m", sender), rate, "messages"});
}

Result<Rates::ChargePtr> Rates::new_conversation(const Principal& by, std::string_view address) {
  const Wanted refusals{key_of("r", by), per_minute(limits_.refusals_per_minute),
                        "requests that were refused"};
  if (by.staff()) {
    const Rate rate{static_cast<double>(limits_.agent_messages_per_s),
                    static_cast<double>(limits_.agent_messages_burst)};
    return charge({{key_of("c", by), rate, "new conversations"}}, refusals);
  }
  return charge({{key_of("c", by), per_hour(limits_.conversations_per_hour), "new conversations"},
                 {"C" + address_key(address), per_hour(limits_.address_conversations_per_hour),
                  "new conversations from this address"}},
                refusals);
}

Result<Rates::ChargePtr> Rates::new_visitor(std::string_view address) {
  const std::string from = address_key(address);
  return charge(
      {{"V" + from, per_hour(limits_.visitors_per_hour), "new visitors"}},
      {"R" + from, per_minute(limits_.address_refusals_per_minute), "requests that were refused"});
}

Result<Rates::ChargePtr> Rates::charge(const std::vector<Wanted>& wanted, const Wanted& refusals) {
  if (exhausted(refusals)) return too_fast(refusals.what, Duration(1000));
  std::vector<std::string> taken;
  for (const Wanted& one : wanted) {
    if (const Result<void> good = take(one); !good) {
      for (const std::string& key : taken)
        give_back(key);
      return good.error();
    }
    taken.push_back(one.key);
  }
  return std::make_shared<Charge>(*this, std::move(taken), refusals.key, refusals.rate);
}

Rates::~Rates() { WALKIE_ASSERT(charges_.load() == 0); }

Rates::Charge::Charge(Rates& rates, std::vector<std::string> keys, std::string refusals,
                      Rate refusal_rate)
    : rates_(rates),
      keys_(std::move(keys)),
      refusals_(std::move(refusals)),
      refusal_rate_(refusal_rate) {
  ++rates_.charges_;
}

Rates::Charge::~Charge() {
  for (const std::string& key : keys_)
    rates_.give_back(key);
  --rates_.charges_;
}

void Rates::Charge::settle(const Error* error) {
  if (error == nullptr) {
    keys_.clear();
  } else if (fault_of_client(error->code)) {
    (void)rates_.take({refusals_, refusal_rate_, {}});
  }
}

Rates::Shard& Rates::shard_of(const std::string& key) {
  return shards_[std::hash<std::string>{}(key) % shards_.size()];
}

Result<void> Rates::take(const Wanted& wanted) {
  if (wanted.rate.per_second <= 0) return {};
  const Instant now = clock_.now();
  const auto loss = [now](const TokenBucket& bucket) { return bucket.until_full(now).count(); };
  Shard& shard = shard_of(wanted.key);
  const std::scoped_lock lock(shard.mutex);
  if (now - shard.swept_at >= sweep_interval) {
    shard.swept_at = now;
    shard.buckets.sweep(loss);
  }
  TokenBucket& bucket = shard.buckets.get(wanted.key, TokenBucket(wanted.rate, now), loss);
  if (bucket.take(now)) return {};
  return too_fast(wanted.what, bucket.wait(now));
}

// Does not create the bucket: the first refusal does.
bool Rates::exhausted(const Wanted& wanted) {
  if (wanted.rate.per_second <= 0) return false;
  const Instant now = clock_.now();
  Shard& shard = shard_of(wanted.key);
  const std::scoped_lock lock(shard.mutex);
  const TokenBucket* bucket = shard.buckets.find(wanted.key);
  return bucket != nullptr && bucket->wait(now).count() > 0;
}

void Rates::give_back(const std::string& key) {
  Shard& shard = shard_of(key);
  const std::scoped_lock lock(shard.mutex);
  if (TokenBucket* bucket = shard.buckets.find(key)) bucket->give_back(clock_.now());
}

std::size_t Rates::kept() const {
  std::size_t total = 0;
  for (const Shard& shard : shards_) {
    const std::scoped_lock lock(shard.mutex);
    total += shard.buckets.size();
  }
  return total;
}

std::uint64_t Rates::evicted() const {
  std::uint64_t total = 0;
  for (const Shard& shard : shards_) {
    const std::scoped_lock lock(shard.mutex);
    total += shard.buckets.evicted();
  }
  return total;
}

}  // namespace walkie::api

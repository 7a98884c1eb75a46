// Rates: how often one principal or one address may do something, over all loops and transports.
//
// Token buckets in shards, each behind a lock of its own that is held for a few comparisons: a
// visitor's second connection on another loop must not double its rate (decision 0042). Buckets
// that are full again are forgotten; of Limits::rate_keys at most, those that are nearest to full
// go first. What creates something is charged for what it created and not for trying: a Charge is
// taken before the work, and given back unless it is kept (decision 0094). Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bounded_table.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/result.h"
#include "base/token_bucket.h"
#include "chat/limits.h"
#include "chat/principal.h"

namespace walkie::api {

class Rates {
 public:
  Rates(const Clock& clock, const Limits& limits, Metrics& metrics);
  ~Rates();  // every Charge has gone
  Rates(const Rates&) = delete;

  // What was taken for something that is still to happen. Any thread.
  class Charge {
   public:
    Charge(Rates& rates, std::vector<std::string> keys, std::string refusals, Rate refusal_rate);
    ~Charge();  // gives it back
    Charge(const Charge&) = delete;
    Charge& operator=(const Charge&) = delete;

    // By how the work ended: kept when it was done; given back when it was not. A refusal that the
    // client has earned costs something of its own, a failure of ours costs nothing.
    template <class Answer>
    void settle(const Result<Answer>& answer) {
      settle(answer ? nullptr : &answer.error());
    }

   private:
    void settle(const Error* error);
    Rates& rates_;
    std::vector<std::string> keys_;
    const std::string refusals_;
    const Rate refusal_rate_;
  };
  using ChargePtr = std::shared_ptr<Charge>;

  // Takes one, or answers too_many with retry_after_s.
  Result<void> message(const Principal& sender);
  Result<void> read(const Principal& reader);     // a look at the store, a resume
  Result<void> change(const Principal& changer);  // what changes and is no message
  // Whether what they type may be relayed now, over all their connections and subscriptions.
  bool typing(const Principal& writer, ConversationId id);
  // A visitor: tight for itself, wide for its address (any form). Staff: as its messages.
  Result<ChargePtr> new_conversation(const Principal& by, std::string_view address);
  Result<ChargePtr> new_visitor(std::string_view address);

  std::size_t kept() const;  // buckets in memory

 private:
  struct Shard {
    explicit Shard(std::size_t most) : buckets(most) {}
    mutable std::mutex mutex;
    BoundedTable<std::string, TokenBucket> buckets;
    Instant swept_at{0};
  };
  struct Wanted {
    std::string key;
    Rate rate;
    std::string_view what;
  };
  Shard& shard_of(const std::string& key);
  Result<void> take(const Wanted& wanted);
  // All or none of them.
  Result<ChargePtr> charge(const std::vector<Wanted>& wanted, const Wanted& refusals);
  bool exhausted(const Wanted& wanted);
  void give_back(const std::string& key);
  std::uint64_t evicted() const;

  const Clock& clock_;
  const Limits& limits_;
  std::deque<Shard> shards_;
  std::atomic<std::int64_t> charges_{0};  // that are there
};

}  // namespace walkie::api

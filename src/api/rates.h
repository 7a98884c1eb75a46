// Rates: the rate limits of principals and addresses, over all loops and transports.
//
// Token buckets in shards. Each shard has a lock, held for a few comparisons. The buckets are
// shared by all loops: a second connection on another loop must not double a visitor's rate
// (decision 0042). Full buckets are forgotten. At most Limits::rate_keys are kept; the fullest are
// dropped first. A request that creates something pays only when it succeeds: its Charge is taken
// before the work, and given back unless settle() keeps it (decision 0094). Any thread.
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
  ~Rates();  // after every Charge
  Rates(const Rates&) = delete;

  // Tokens that were taken for work that is not done yet. Any thread.
  class Charge {
   public:
    Charge(Rates& rates, std::vector<std::string> keys, std::string refusals, Rate refusal_rate);
    ~Charge();  // gives the tokens back
    Charge(const Charge&) = delete;
    Charge& operator=(const Charge&) = delete;

    // Keeps the tokens when the work was done, gives them back when it failed. An error of the
    // client takes a token for refused requests; a failure of the server costs nothing.
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

  // Each takes one token. Error: too_many (too_fast) with retry_after_s.
  Result<void> message(const Principal& sender);
  Result<void> read(const Principal& reader);     // a GET that reads the store, a resume
  Result<void> change(const Principal& changer);  // a change that is not a new message
  // Whether a typing frame may be relayed now. Counted over all connections of the writer.
  bool typing(const Principal& writer, ConversationId id);
  // Visitors: a limit for each visitor and a wider one for its address. Staff: that of messages.
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
  // Takes all of them or none.
  Result<ChargePtr> charge(const std::vector<Wanted>& wanted, const Wanted& refusals);
  bool exhausted(const Wanted& wanted);
  void give_back(const std::string& key);
  std::uint64_t evicted() const;

  const Clock& clock_;
  const Limits& limits_;
  std::deque<Shard> shards_;
  std::atomic<std::int64_t> charges_{0};  // that exist
};

}  // namespace walkie::api

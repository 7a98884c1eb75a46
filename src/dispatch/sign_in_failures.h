// SignInFailures: slows down guessing. So many failures within a quarter of an hour, and the next
// attempt is refused without looking at the password. Counted are
//
//   strangers      by account and address together (sign_in_failures), by account from everywhere
//                  (sign_in_account_failures) and by address (sign_in_address_failures)
//   known devices  by device alone (sign_in_failures): strangers cannot lock a device out, and a
//                  device cannot lock anybody else out
//
// An address from which somebody has signed in to the account is familiar to it for a while: what
// strangers elsewhere do to the account does not count there (docs/decisions/0147).
//
// An attempt counts as a failure from its start until it succeeds, so that fifty at once get no
// more guesses than fifty in a row. Unknown accounts are counted like known ones. A refused attempt
// leaves nothing behind. Keys are digests of fixed size under a key of this process. Any thread.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "actions/credentials.h"
#include "base/bounded_table.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "chat/email.h"
#include "chat/limits.h"

namespace walkie {

// Who tries to sign in.
struct SignInAttempt {
  Email email;
  std::string address;  // address_key()
  std::string device;   // the known device's nonce; empty: a stranger
};

class SignInFailures {
 public:
  SignInFailures(const Clock& clock, Random& random, const Limits& limits, Metrics& metrics);

  // Counts the attempt, or refuses it: too_many with retry_after_s.
  Result<void> attempt(const SignInAttempt& by);
  // The password was right: the device, or the account at this address, starts afresh, the address
  // gets this attempt back, and is familiar to the account from now on.
  void succeeded(const SignInAttempt& by);
  // The attempt came to nothing for a reason of ours: it counts for nobody.
  void withdrawn(const SignInAttempt& by);

  // Somebody has signed in to the account from this address lately.
  bool is_familiar(const SignInAttempt& by);

  // For the operator: forgets the failures, so that the next attempt is allowed at once.
  void unlock_account(const Email& email);
  void unlock_address(const std::string& address);

  std::size_t kept() const;  // accounts, addresses and devices in memory

 private:
  struct Failure {
    Instant at;
    actions::Digest from;  // the address; of accounts only
  };
  using Failures = std::vector<Failure>;  // oldest first; at most as many as the limits
  struct Familiar {
    actions::Digest address;
    Instant last;
  };
  struct KeyHash {
    std::size_t operator()(const actions::Digest& digest) const;
  };
  using Table = BoundedTable<actions::Digest, Failures, KeyHash>;
  struct Counted {
    Table& table;
    actions::Digest key;
    actions::Digest from;
    std::int64_t most;             // of the same `from`; 0: no limit
    std::int64_t most_altogether;  // 0: no limit
  };

  std::vector<Counted> counted(const SignInAttempt& by);
  actions::Digest digest(std::string_view text) const;
  bool familiar(const SignInAttempt& by);
  void make_familiar(const SignInAttempt& by);
  std::int64_t wait_ms(const Counted& counted, Instant now) const;
  void give_back(const Counted& counted, std::size_t most);
  void report();

  const Clock& clock_;
  const Limits& limits_;
  const std::string key_;
  mutable std::mutex mutex_;
  Table accounts_;
  Table addresses_;
  Table devices_;
  BoundedTable<actions::Digest, std::vector<Familiar>, KeyHash> familiar_;  // by account
  Instant swept_at_;
  Gauge& kept_gauge_;
  Gauge& evicted_gauge_;
  Counter& refused_;
};

}  // namespace walkie

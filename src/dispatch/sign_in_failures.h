// SignInFailures: limits guessing of passwords. After too many failures within
// Limits::sign_in_window_s the next attempt is refused without checking the password. Failures are
// counted for
//
//   strangers      by account and address together (sign_in_failures), by account from everywhere
//                  (sign_in_account_failures) and by address (sign_in_address_failures)
//   known devices  by device alone (sign_in_failures): strangers cannot lock a device out, and a
//                  device cannot lock others out
//
// An address that has signed in to the account is familiar to it for some time: failures of
// strangers at other addresses do not count there (docs/decisions/0147).
//
// A running attempt may become a failure, so it counts towards the limits until it ends: fifty
// attempts at once are not more guesses than fifty in a row. When only running attempts fill a
// limit, the next attempt waits until one of them ends. When failures fill it, the attempt is
// refused.
//
// Unknown accounts are counted as known ones are. A refused attempt is not counted. Keys are
// digests of fixed size with a secret of this process. Any thread.
#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <optional>
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

// The account, the address and the device of an attempt.
struct SignInAttempt {
  Email email;
  std::string address;  // address_key()
  std::string device;   // the known device's nonce; empty: a stranger
};

class SignInFailures {
 public:
  SignInFailures(const Clock& clock, Random& random, const Limits& limits, Metrics& metrics);

  // Called once with the result of an attempt that had to wait, on the thread of the attempt that
  // ended.
  using Turn = std::function<void(const Result<void>&)>;

  // ok: the attempt runs, until succeeded(), failed() or withdrawn() is called. Error: too_many
  // with retry_after_s. nullopt: it waits; `turn` is called later with ok or an error.
  std::optional<Result<void>> attempt(const SignInAttempt& by, Turn turn);
  // The password was right: clears the failures of the device, or of the account at this address.
  // The attempt no longer counts for the address, which is familiar to the account from now on.
  void succeeded(const SignInAttempt& by);
  void failed(const SignInAttempt& by);
  // The attempt failed because of the server: it does not count.
  void withdrawn(const SignInAttempt& by);

  // stop() refuses waiting attempts and those that would wait; abandon() drops them without a call.
  void stop(const Error& refusal);
  void abandon();

  // Whether this address has signed in to the account recently.
  bool is_familiar(const SignInAttempt& by);

  // For the operator: forgets the failures, so that the next attempt is allowed at once.
  void unlock_account(const Email& email);
  void unlock_address(const std::string& address);

  std::size_t kept() const;  // accounts, addresses and devices in memory

 private:
  struct Failure {
    Instant at;
    actions::Digest from;    // the address; of accounts only
    bool under_way = false;  // not known yet; since `at`
  };
  using Failures = std::vector<Failure>;  // in the order of `at`; at most as many as the limits
  struct Waiting {
    SignInAttempt by;
    Turn turn;
  };
  using Turns = std::vector<std::pair<Turn, Result<void>>>;
  enum class End : std::uint8_t { succeeded, failed, withdrawn };
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
  // ok, an error, or nothing: those under way are in the way. The mutex is held, here and below.
  std::optional<Result<void>> decide(const SignInAttempt& by, Instant now);
  bool may_wait(const SignInAttempt& by) const;
  void end(const SignInAttempt& by, End how);
  void settle(const Counted& counted, End how, Instant now);
  Turns take_turns(Instant now);
  std::int64_t wait_ms(const Counted& counted, Instant now, bool with_under_way) const;
  std::int64_t loss(const Failures& failures, Instant now) const;
  void report();

  const Clock& clock_;
  const Limits& limits_;
  const std::string key_;
  mutable std::mutex mutex_;
  Table accounts_;
  Table addresses_;
  Table devices_;
  BoundedTable<actions::Digest, std::vector<Familiar>, KeyHash> familiar_;  // by account
  std::list<Waiting> waiting_;  // in the order in which they came
  std::optional<Error> stopped_;
  Instant swept_at_;
  Gauge& kept_gauge_;
  Gauge& evicted_gauge_;
  Counter& refused_;
};

}  // namespace walkie

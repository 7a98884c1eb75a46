// SignInFailures: slows down guessing. Five failures within fifteen minutes, per account and per
// address, and the next attempt is refused without looking at the password.
//
// An attempt counts as a failure from its start until it succeeds, so that fifty at once get no
// more guesses than fifty in a row. Unknown accounts are counted like known ones. Any thread.
#pragma once

#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"
#include "chat/limits.h"

namespace walkie {

class SignInFailures {
 public:
  SignInFailures(const Clock& clock, const Limits& limits) : clock_(clock), limits_(limits) {}

  // Counts the attempt, or refuses it: too_many with retry_after_s.
  Result<void> attempt(const std::string& email, const std::string& address);
  // The password was right: the account starts afresh, the address gets this attempt back.
  void succeeded(const std::string& email, const std::string& address);
  // The attempt came to nothing for a reason of ours: it counts for nobody.
  void withdrawn(const std::string& email, const std::string& address);

 private:
  using Times = std::deque<Instant>;

  static std::string account_key(std::string_view email);
  static std::string address_key(std::string_view address);
  Times& current(const std::string& key, Instant now);
  void give_back(const std::string& key);
  void forget_old(Instant now);

  const Clock& clock_;
  const Limits& limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, Times> failures_;
};

}  // namespace walkie

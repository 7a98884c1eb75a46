// SettingsInUse: with which Argon2id settings the accounts' passwords are hashed. After a
// change of the settings, old accounts keep theirs until they sign in. Checking a password then
// takes another time than it does for new accounts. The time must not tell whether an account
// exists. So an address without an account is given the settings of an existing one, always of the
// same one. Any thread.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "chat/email.h"
#include "chat/limits.h"

namespace walkie {

class SettingsInUse {
 public:
  SettingsInUse(const Clock& clock, Random& random, const Limits& limits);

  // True once a minute: then the next look-up of an account reads the list, too.
  bool due();
  // hash_settings() of every active account, one each.
  void replace(std::vector<std::string> settings);

  // A hash that no password matches, for an account that does not exist.
  std::string unmatched_hash(const Email& email);

 private:
  const Clock& clock_;
  const Limits& limits_;
  const std::string key_;
  std::mutex mutex_;
  std::vector<std::string> settings_;
  Instant due_at_{INT64_MIN};
};

}  // namespace walkie

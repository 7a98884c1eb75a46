// SettingsInUse: the Argon2id settings of the password hashes of all accounts. After a change of
// the settings, old accounts keep theirs until they sign in, so checking their password takes a
// different time. The time must not reveal whether an account exists. So an e-mail address without
// an account gets the settings of an existing account, always of the same one. Any thread.
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

  // True once a minute: the next look-up of an account reads the list too.
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

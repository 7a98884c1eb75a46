// SettingsInUse: with which Argon2id settings the accounts' passwords are hashed. After the
// settings have changed, old accounts keep theirs until they sign in, and checking a password takes
// another time than it does for new ones. An account that does not exist must not stand out: it is
// given the settings of one that does, always the same one for an address, so that times tell
// nothing. Any thread.
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

  // True once a minute: whoever looks an account up next asks for the list too.
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

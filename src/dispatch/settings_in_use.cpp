#include "dispatch/settings_in_use.h"

#include <cstring>

#include "actions/credentials.h"

namespace walkie {
namespace {

constexpr Duration interval(60'000);

}  // namespace

SettingsInUse::SettingsInUse(const Clock& clock, Random& random, const Limits& limits)
    : clock_(clock), limits_(limits), key_(actions::make_token(random)) {}

bool SettingsInUse::due() {
  const std::scoped_lock lock(mutex_);
  if (clock_.now() < due_at_) return false;
  due_at_ = clock_.now() + interval;
  return true;
}

void SettingsInUse::replace(std::vector<std::string> settings) {
  const std::scoped_lock lock(mutex_);
  settings_ = std::move(settings);
}

std::string SettingsInUse::unmatched_hash(const Email& email) {
  const actions::Digest digest = actions::keyed_digest(key_, email.text());
  std::uint64_t number = 0;
  std::memcpy(&number, digest.data(), sizeof number);
  const std::scoped_lock lock(mutex_);
  return actions::unmatched_hash(settings_.empty() ? actions::hash_settings({}, limits_)
                                                   : settings_[number % settings_.size()]);
}

}  // namespace walkie

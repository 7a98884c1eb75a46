#include "dispatch/sign_in_failures.h"

#include <algorithm>
#include <cstring>

namespace walkie {
namespace {

constexpr Duration sweep_interval(60'000);

std::size_t places(const Limits& limits) {
  return static_cast<std::size_t>(std::max<std::int64_t>(limits.sign_in_keys, 1));
}

}  // namespace

SignInFailures::SignInFailures(const Clock& clock, Random& random, const Limits& limits,
                               Metrics& metrics)
    : clock_(clock),
      limits_(limits),
      key_(actions::make_token(random)),
      accounts_(places(limits)),
      addresses_(places(limits)),
      devices_(places(limits)),
      swept_at_(clock.now()),
      kept_gauge_(metrics.gauge("walkie_sign_in_keys",
                                "Accounts, addresses and devices with failed sign-ins in memory")),
      evicted_gauge_(metrics.gauge("walkie_sign_in_keys_evicted",
                                   "Of these, forgotten before their time for want of room")),
      refused_(metrics.counter("walkie_sign_ins_refused_total",
                               "Sign-ins refused after too many failures")) {}

std::size_t SignInFailures::KeyHash::operator()(const actions::Digest& digest) const {
  std::size_t hash = 0;
  std::memcpy(&hash, digest.data(), sizeof hash);
  return hash;
}

actions::Digest SignInFailures::digest(std::string_view text) const {
  return actions::keyed_digest(key_, text);
}

std::vector<SignInFailures::Counted> SignInFailures::counted(const SignInAttempt& by) {
  std::vector<Counted> all;
  const std::int64_t most = limits_.sign_in_failures;
  const std::int64_t address_most = limits_.sign_in_address_failures;
  if (!by.device.empty()) {
    if (most > 0) all.push_back({devices_, digest(by.device), most});
    return all;
  }
  if (most > 0) all.push_back({accounts_, digest(by.email.text()), most});
  if (address_most > 0) all.push_back({addresses_, digest(by.address), address_most});
  return all;
}

std::int64_t SignInFailures::wait_ms(const Counted& counted, Instant now) const {
  Times* times = counted.table.find(counted.key);
  if (times == nullptr) return 0;
  const Duration window(limits_.sign_in_window_s * 1000);
  std::erase_if(*times, [&](Instant at) { return now - at >= window; });
  if (static_cast<std::int64_t>(times->size()) < counted.most) return 0;
  return (window - (now - times->front())).count();
}

Result<void> SignInFailures::attempt(const SignInAttempt& by) {
  std::scoped_lock lock(mutex_);
  const Instant now = clock_.now();
  // What forgetting loses: the time for which the newest failure still counts.
  const Duration window(limits_.sign_in_window_s * 1000);
  const auto loss = [&](const Times& times) {
    return times.empty() ? 0 : (window - (now - times.back())).count();
  };
  if (now - swept_at_ >= sweep_interval) {
    swept_at_ = now;
    for (Table* table : {&accounts_, &addresses_, &devices_})
      table->sweep(loss);
  }
  const std::vector<Counted> all = counted(by);
  std::int64_t wait = 0;
  for (const Counted& one : all)
    wait = std::max(wait, wait_ms(one, now));
  if (wait > 0) {
    refused_.add();
    return Error{.code = Code::too_many,
                 .reason = "too_many_failures",
                 .detail = "Too many failed sign-ins; wait before the next attempt.",
                 .retry_after_s = static_cast<int>((wait + 999) / 1000)};
  }
  for (const Counted& one : all)
    one.table.get(one.key, {}, loss).push_back(now);
  report();
  return {};
}

void SignInFailures::succeeded(const SignInAttempt& by) {
  std::scoped_lock lock(mutex_);
  for (const Counted& one : counted(by)) {
    if (&one.table == &addresses_) {
      give_back(one);
    } else {
      one.table.erase(one.key);
    }
  }
  report();
}

void SignInFailures::withdrawn(const SignInAttempt& by) {
  std::scoped_lock lock(mutex_);
  for (const Counted& one : counted(by))
    give_back(one);
  report();
}

void SignInFailures::unlock_account(const Email& email) {
  std::scoped_lock lock(mutex_);
  accounts_.erase(digest(email.text()));
  report();
}

void SignInFailures::unlock_address(const std::string& address) {
  std::scoped_lock lock(mutex_);
  addresses_.erase(digest(address));
  report();
}

std::size_t SignInFailures::kept() const {
  std::scoped_lock lock(mutex_);
  return accounts_.size() + addresses_.size() + devices_.size();
}

void SignInFailures::give_back(const Counted& counted) {
  Times* times = counted.table.find(counted.key);
  if (times == nullptr) return;
  if (!times->empty()) times->pop_back();
  if (times->empty()) counted.table.erase(counted.key);
}

void SignInFailures::report() {
  kept_gauge_.set(
      static_cast<std::int64_t>(accounts_.size() + addresses_.size() + devices_.size()));
  evicted_gauge_.set(
      static_cast<std::int64_t>(accounts_.evicted() + addresses_.evicted() + devices_.evicted()));
}

}  // namespace walkie

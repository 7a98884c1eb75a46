#include "dispatch/sign_in_failures.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>

namespace walkie {
namespace {

constexpr Duration sweep_interval(60'000);
constexpr Duration familiar_time(std::chrono::days(30));
constexpr std::size_t familiar_addresses = 8;  // of one account; the newest

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
      familiar_(places(limits)),
      swept_at_(clock.now()),
      kept_gauge_(metrics.gauge("walkie_sign_in_keys",
                                "Accounts, addresses and devices with failed sign-ins in memory")),
      evicted_gauge_(metrics.gauge("walkie_sign_in_keys_evicted",
                                   "Failed sign-ins forgotten early because the table was full")),
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
  const std::int64_t account_most = limits_.sign_in_account_failures;
  if (!by.device.empty()) {
    if (most > 0) all.push_back({devices_, digest(by.device), {}, most, 0});
    return all;
  }
  if (most > 0 || account_most > 0) {
    all.push_back({accounts_, digest(by.email.text()), digest(by.address), most,
                   familiar(by) ? 0 : account_most});
  }
  if (address_most > 0) all.push_back({addresses_, digest(by.address), {}, address_most, 0});
  return all;
}

bool SignInFailures::familiar(const SignInAttempt& by) {
  const auto* addresses = familiar_.find(digest(by.email.text()));
  if (addresses == nullptr) return false;
  const actions::Digest here = digest(by.address);
  const Instant now = clock_.now();
  return std::any_of(addresses->begin(), addresses->end(), [&](const Familiar& one) {
    return one.address == here && now - one.last < familiar_time;
  });
}

bool SignInFailures::is_familiar(const SignInAttempt& by) {
  std::scoped_lock lock(mutex_);
  return familiar(by);
}

void SignInFailures::make_familiar(const SignInAttempt& by) {
  const Instant now = clock_.now();
  const auto loss = [now](const std::vector<Familiar>& addresses) {
    return (familiar_time - (now - addresses.back().last)).count();
  };
  const actions::Digest here = digest(by.address);
  auto& addresses = familiar_.get(digest(by.email.text()), {}, loss);
  std::erase_if(addresses, [&](const Familiar& one) { return one.address == here; });
  if (addresses.size() >= familiar_addresses) addresses.erase(addresses.begin());
  addresses.push_back({here, now});
}

std::int64_t SignInFailures::wait_ms(const Counted& counted, Instant now) const {
  Failures* failures = counted.table.find(counted.key);
  if (failures == nullptr) return 0;
  const Duration window(limits_.sign_in_window_s * 1000);
  std::erase_if(*failures, [&](const Failure& one) { return now - one.at >= window; });
  std::int64_t same = 0, altogether = 0;
  // Newest first: the last that fills a limit is the one that has to grow old.
  for (auto one = failures->rbegin(); one != failures->rend(); ++one) {
    const bool fills_all = ++altogether == counted.most_altogether;
    const bool fills_own = one->from == counted.from && ++same == counted.most;
    if (fills_all || fills_own) return (window - (now - one->at)).count();
  }
  return 0;
}

Result<void> SignInFailures::attempt(const SignInAttempt& by) {
  std::scoped_lock lock(mutex_);
  const Instant now = clock_.now();
  // What forgetting loses: the time for which the newest failure still counts.
  const Duration window(limits_.sign_in_window_s * 1000);
  const auto loss = [&](const Failures& failures) {
    return failures.empty() ? 0 : (window - (now - failures.back().at)).count();
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
    one.table.get(one.key, {}, loss).push_back({now, one.from});
  report();
  return {};
}

void SignInFailures::succeeded(const SignInAttempt& by) {
  std::scoped_lock lock(mutex_);
  for (const Counted& one : counted(by)) {
    give_back(one, &one.table == &addresses_ ? 1 : SIZE_MAX);
  }
  make_familiar(by);
  report();
}

void SignInFailures::withdrawn(const SignInAttempt& by) {
  std::scoped_lock lock(mutex_);
  for (const Counted& one : counted(by))
    give_back(one, 1);
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

// The newest of them, `most` at most.
void SignInFailures::give_back(const Counted& counted, std::size_t most) {
  Failures* failures = counted.table.find(counted.key);
  if (failures == nullptr) return;
  for (auto one = failures->end(); one != failures->begin() && most > 0;) {
    --one;
    if (one->from != counted.from) continue;
    one = failures->erase(one);
    --most;
  }
  if (failures->empty()) counted.table.erase(counted.key);
}

void SignInFailures::report() {
  kept_gauge_.set(
      static_cast<std::int64_t>(accounts_.size() + addresses_.size() + devices_.size()));
  evicted_gauge_.set(
      static_cast<std::int64_t>(accounts_.evicted() + addresses_.evicted() + devices_.evicted()));
}

}  // namespace walkie

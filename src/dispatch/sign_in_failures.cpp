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
constexpr std::size_t most_waiting = 512;
constexpr std::size_t most_waiting_of_one = 64;  // of one address

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

std::int64_t SignInFailures::wait_ms(const Counted& counted, Instant now,
                                     bool with_under_way) const {
  Failures* failures = counted.table.find(counted.key);
  if (failures == nullptr) return 0;
  const Duration window(limits_.sign_in_window_s * 1000);
  std::erase_if(*failures, [&](const Failure& one) { return now - one.at >= window; });
  std::int64_t same = 0, altogether = 0;
  // From the newest on: the failure that reaches the limit must expire before the next attempt.
  for (auto one = failures->rbegin(); one != failures->rend(); ++one) {
    if (one->under_way && !with_under_way) continue;
    const bool fills_all = ++altogether == counted.most_altogether;
    const bool fills_own = one->from == counted.from && ++same == counted.most;
    if (fills_all || fills_own) return (window - (now - one->at)).count();
  }
  return 0;
}

// The loss of dropping a value: how long its newest failure still counts.
std::int64_t SignInFailures::loss(const Failures& failures, Instant now) const {
  const Duration window(limits_.sign_in_window_s * 1000);
  return failures.empty() ? 0 : (window - (now - failures.back().at)).count();
}

std::optional<Result<void>> SignInFailures::decide(const SignInAttempt& by, Instant now) {
  const std::vector<Counted> all = counted(by);
  std::int64_t wait = 0;
  bool full = false;
  for (const Counted& one : all) {
    wait = std::max(wait, wait_ms(one, now, false));
    full |= wait_ms(one, now, true) > 0;
  }
  if (wait > 0) {
    refused_.add();
    return Error{.code = Code::too_many,
                 .reason = "too_many_failures",
                 .detail = "Too many sign-ins have failed. Wait for the seconds of Retry-After.",
                 .retry_after_s = static_cast<int>((wait + 999) / 1000)};
  }
  if (full) return std::nullopt;
  for (const Counted& one : all) {
    Failures& failures =
        one.table.get(one.key, {}, [&](const Failures& other) { return loss(other, now); });
    failures.push_back({now, one.from, true});
  }
  return Result<void>();
}

std::optional<Result<void>> SignInFailures::attempt(const SignInAttempt& by, Turn turn) {
  const std::scoped_lock lock(mutex_);
  const Instant now = clock_.now();
  if (now - swept_at_ >= sweep_interval) {
    swept_at_ = now;
    for (Table* table : {&accounts_, &addresses_, &devices_})
      table->sweep([&](const Failures& failures) { return loss(failures, now); });
  }
  std::optional<Result<void>> decided = decide(by, now);
  report();
  if (decided) return decided;
  if (stopped_) return Result<void>(*stopped_);
  if (may_wait(by)) {
    waiting_.push_back({by, std::move(turn)});
    return std::nullopt;
  }
  refused_.add();
  return Result<void>(Error{.code = Code::too_many,
                            .reason = "too_many_sign_ins",
                            .detail = "Too many sign-ins wait already. Try again in a second.",
                            .retry_after_s = 1});
}

// Whether the attempt may wait. One address must not use all waiting places.
bool SignInFailures::may_wait(const SignInAttempt& by) const {
  const auto mine = static_cast<std::size_t>(
      std::count_if(waiting_.begin(), waiting_.end(),
                    [&](const Waiting& w) { return w.by.address == by.address; }));
  return waiting_.size() < most_waiting && mine < most_waiting_of_one;
}

void SignInFailures::succeeded(const SignInAttempt& by) { end(by, End::succeeded); }

void SignInFailures::failed(const SignInAttempt& by) { end(by, End::failed); }

void SignInFailures::withdrawn(const SignInAttempt& by) { end(by, End::withdrawn); }

void SignInFailures::end(const SignInAttempt& by, End how) {
  Turns turns;
  {
    const std::scoped_lock lock(mutex_);
    const Instant now = clock_.now();
    for (const Counted& one : counted(by))
      settle(one, how, now);
    if (how == End::succeeded) make_familiar(by);
    turns = take_turns(now);
    report();
  }
  for (const auto& [turn, decided] : turns)
    turn(decided);
}

void SignInFailures::settle(const Counted& counted, End how, Instant now) {
  Failures& failures =
      counted.table.get(counted.key, {}, [&](const Failures& other) { return loss(other, now); });
  const auto mine = std::find_if(failures.begin(), failures.end(), [&](const Failure& one) {
    return one.under_way && one.from == counted.from;
  });
  if (mine != failures.end()) failures.erase(mine);
  if (how == End::failed) failures.push_back({now, counted.from, false});
  if (how == End::succeeded && &counted.table != &addresses_) {
    std::erase_if(failures,
                  [&](const Failure& one) { return !one.under_way && one.from == counted.from; });
  }
  if (failures.empty()) counted.table.erase(counted.key);
}

// Starts or refuses the waiting attempts that can be decided now. The others wait, in order.
SignInFailures::Turns SignInFailures::take_turns(Instant now) {
  Turns turns;
  for (auto one = waiting_.begin(); one != waiting_.end();) {
    const std::optional<Result<void>> decided = decide(one->by, now);
    if (!decided) {
      ++one;
      continue;
    }
    turns.emplace_back(std::move(one->turn), *decided);
    one = waiting_.erase(one);
  }
  return turns;
}

void SignInFailures::stop(const Error& refusal) {
  std::list<Waiting> waited;
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = refusal;
    waited.swap(waiting_);
  }
  for (const Waiting& one : waited)
    one.turn(refusal);
}

void SignInFailures::abandon() {
  std::list<Waiting> waited;  // destroyed without the mutex: their destructors may call this object
  const std::scoped_lock lock(mutex_);
  stopped_ = Error{};
  waited.swap(waiting_);
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

void SignInFailures::report() {
  kept_gauge_.set(
      static_cast<std::int64_t>(accounts_.size() + addresses_.size() + devices_.size()));
  evicted_gauge_.set(
      static_cast<std::int64_t>(accounts_.evicted() + addresses_.evicted() + devices_.evicted()));
}

}  // namespace walkie

#include "dispatch/sign_in_failures.h"

#include <algorithm>

namespace walkie {
namespace {

// Above this, keys whose window has passed are swept out.
constexpr std::size_t kSweepAbove = 10'000;

}  // namespace

std::string SignInFailures::account_key(std::string_view email) {
  std::string key = "account ";
  for (const char c : email) {
    if (c != ' ') key += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return key;
}

std::string SignInFailures::address_key(std::string_view address) {
  return "address " + std::string(address);
}

SignInFailures::Times& SignInFailures::current(const std::string& key, Instant now) {
  Times& times = failures_[key];
  const Duration window(limits_.sign_in_window_s * 1000);
  while (!times.empty() && now - times.front() >= window)
    times.pop_front();
  return times;
}

Result<void> SignInFailures::attempt(const std::string& email, const std::string& address) {
  if (limits_.sign_in_failures <= 0) return {};
  std::scoped_lock lock(mutex_);
  const Instant now = clock_.now();
  forget_old(now);
  Times& account = current(account_key(email), now);
  Times& from = current(address_key(address), now);
  const auto most = static_cast<std::size_t>(limits_.sign_in_failures);
  std::int64_t wait_ms = 0;
  for (const Times* times : {&account, &from}) {
    if (times->size() < most) continue;
    const Duration window(limits_.sign_in_window_s * 1000);
    wait_ms = std::max(wait_ms, (window - (now - times->front())).count());
  }
  if (wait_ms > 0) {
    return Error{.code = Code::too_many,
                 .reason = "too_many_failures",
                 .detail = "Too many failed sign-ins; wait before the next attempt.",
                 .retry_after_s = static_cast<int>((wait_ms + 999) / 1000)};
  }
  account.push_back(now);
  from.push_back(now);
  return {};
}

void SignInFailures::succeeded(const std::string& email, const std::string& address) {
  std::scoped_lock lock(mutex_);
  failures_.erase(account_key(email));
  give_back(address_key(address));
}

void SignInFailures::withdrawn(const std::string& email, const std::string& address) {
  std::scoped_lock lock(mutex_);
  give_back(account_key(email));
  give_back(address_key(address));
}

void SignInFailures::give_back(const std::string& key) {
  const auto found = failures_.find(key);
  if (found == failures_.end()) return;
  if (!found->second.empty()) found->second.pop_back();
  if (found->second.empty()) failures_.erase(found);
}

void SignInFailures::forget_old(Instant now) {
  if (failures_.size() < kSweepAbove) return;
  const Duration window(limits_.sign_in_window_s * 1000);
  std::erase_if(failures_, [&](const auto& entry) {
    return entry.second.empty() || now - entry.second.back() >= window;
  });
}

}  // namespace walkie

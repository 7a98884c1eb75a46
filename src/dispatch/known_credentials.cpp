#include "dispatch/known_credentials.h"

namespace walkie {

std::optional<actions::Authenticated> KnownCredentials::find(const std::string& token_hash) {
  std::scoped_lock lock(mutex_);
  const auto found = known_.find(token_hash);
  if (found == known_.end()) return std::nullopt;
  const actions::Authenticated& known = found->second.authenticated;
  const bool expired = clock_.now() >= found->second.until || clock_.wall() >= known.ends_at();
  if (!expired) return known;
  known_.erase(found);
  return std::nullopt;
}

// One thread subscribes and then reads the generation; the other increases the generation and then
// publishes. Both use a read-modify-write on it, so the later one sees what the earlier one did.
std::uint64_t KnownCredentials::generation() const {
  return generation_.fetch_add(0, std::memory_order_acq_rel);
}

void KnownCredentials::keep(std::uint64_t generation, std::string token_hash,
                            const actions::Authenticated& authenticated) {
  std::scoped_lock lock(mutex_);
  if (generation != generation_ || limits_.known_credentials <= 0) return;
  // Full: clears the cache. An entry is at most a minute old, and one read finds it again.
  if (static_cast<std::int64_t>(known_.size()) >= limits_.known_credentials) known_.clear();
  Known known{authenticated, clock_.now() + Duration(limits_.session_touch_s * 1000)};
  known_.insert_or_assign(std::move(token_hash), std::move(known));
}

void KnownCredentials::touched(const std::string& token_hash) {
  std::scoped_lock lock(mutex_);
  const auto found = known_.find(token_hash);
  if (found == known_.end()) return;
  actions::Authenticated& known = found->second.authenticated;
  known.touch_due = false;
  if (known.idle_expires_at == WallTime{INT64_MAX}) return;
  known.idle_expires_at = {clock_.wall().ms + limits_.agent_session_idle_s * 1000};
}

void KnownCredentials::forget(const actions::Revocation& revocation) {
  std::scoped_lock lock(mutex_);
  generation_.fetch_add(1, std::memory_order_acq_rel);
  std::erase_if(known_, [&](const auto& entry) {
    const Principal& principal = entry.second.authenticated.principal;
    if (principal.kind != revocation.kind || principal.id != revocation.id) return false;
    return !revocation.session || principal.session == revocation.session;
  });
}

}  // namespace walkie

// KnownCredentials: a cache of the principals of recently used tokens, so that only the first
// request waits for a reader thread.
//
// An entry stays at most Limits::session_touch_s. A revocation removes its entries before the
// sign-out is answered. Only valid credentials are kept, at most Limits::known_credentials: guesses
// cannot fill the cache. Any thread.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "actions/authenticate.h"
#include "base/clock.h"

namespace walkie {

class KnownCredentials {
 public:
  KnownCredentials(const Clock& clock, const Limits& limits) : clock_(clock), limits_(limits) {}

  std::optional<actions::Authenticated> find(const std::string& token_hash);

  // Get the generation before reading the store, and pass it to keep() with the result. After a
  // revocation in between the result may be old, and is not kept. A listener that joins a channel
  // and then finds the same generation has missed no revocation.
  std::uint64_t generation() const;
  void keep(std::uint64_t generation, std::string token_hash,
            const actions::Authenticated& authenticated);

  // The session was used now, and its used_at is being saved.
  void touched(const std::string& token_hash);

  void forget(const actions::Revocation& revocation);

 private:
  struct Known {
    actions::Authenticated authenticated;
    Instant until;
  };

  const Clock& clock_;
  const Limits& limits_;
  std::mutex mutex_;
  mutable std::atomic<std::uint64_t> generation_{0};  // changed with the mutex held
  std::unordered_map<std::string, Known> known_;
};

}  // namespace walkie
